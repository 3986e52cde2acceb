"""The tables in the documentation that say what the code says: `python -m tests.pages` renews them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from reader.settings.options import SETTINGS
from reader.tui.commands import COMMANDS, spoken
from reader.tui.keymap import DEFAULT, PRESETS, load_preset

DOCS = Path(__file__).resolve().parent.parent / "docs"
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)


def settings_table() -> str:
    """Every setting."""
    rows = [f"| `{s.name}` | `{json.dumps(s.default)}` | {s.help} |" for s in SETTINGS.values()]
    return "\n".join(["| setting | default | does |", "| --- | --- | --- |", *rows, ""])


def keys_table() -> str:
    """Every action with its keys, as they are and in each preset."""
    maps = [load_preset(name) for name in (DEFAULT, *PRESETS)]
    rows = []
    for command in COMMANDS:
        first = maps[0].keys_of(command)
        cells = [_cell(first)]
        cells += [_cell(keys) if (keys := m.keys_of(command)) != first else "" for m in maps[1:]]
        rows.append(f"| `{command.name}` | {command.label} | {' | '.join(cells)} |")
    head = f"| action | does | {' | '.join((DEFAULT, *PRESETS))} |"
    return "\n".join([head, "| --- " * (2 + len(maps)) + "|", *rows, ""])


def _cell(keys: tuple[str, ...]) -> str:
    told = [spoken(each).replace("|", "\\|") for each in keys]
    return " ".join(f"`{each}`" if "`" not in each else f"`` {each} ``" for each in told) or "–"


TABLES = {"settings.md": settings_table, "keys.md": keys_table}


def renewed(name: str) -> str:
    """A page with its first table as it should be."""
    text = (DOCS / name).read_text("utf-8")
    return _TABLE.sub(lambda _: TABLES[name](), text, count=1)


if __name__ == "__main__":
    for page in TABLES:
        (DOCS / page).write_text(renewed(page), "utf-8")
