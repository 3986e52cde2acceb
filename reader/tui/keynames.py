"""The names of keys, as people write them and as Textual tells them.

`Ctrl+P`, `C-p`, `^P` and `<c-p>` are all `ctrl+p`; `Esc`, `PgDn`, `↓` are named as on the
keyboard. A letter is itself, and its case counts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reader.light import pattern

if TYPE_CHECKING:
    from textual import events

NAMED = frozenset(
    [
        "space",
        "enter",
        "escape",
        "tab",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
        "left",
        "right",
    ]
) | {f"f{number}" for number in range(1, 25)}
"""Keys that have a name instead of a sign."""

_ALSO = {
    "esc": "escape",
    "return": "enter",
    "cr": "enter",
    "pgup": "pageup",
    "page_up": "pageup",
    "prior": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "next": "pagedown",
    "del": "delete",
    "ins": "insert",
    "bs": "backspace",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_MODIFIERS = {"c": "ctrl", "ctrl": "ctrl", "control": "ctrl", "s": "shift", "shift": "shift",
              "m": "alt", "a": "alt", "alt": "alt", "meta": "alt"}  # fmt: skip
_ORDER = ("alt", "ctrl", "shift")
_MODIFIED = pattern(r"(?:(ctrl|control|shift|alt|meta|[csma])[+-])(?=.)", re.IGNORECASE)
# Where Unicode's name of a sign and Textual's differ.
_SIGNS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


class NoSuchKey(ValueError):
    """This is no key; the text says what is."""


def read_keys(text: str) -> str:
    """A key, or a sequence with spaces between, as the table of actions writes it.

    Raises:
        NoSuchKey: there is no such key.
    """
    if not text.strip():
        raise NoSuchKey("a key cannot be empty; an empty list, [], takes all keys away.")
    return " ".join(_read_key(part) for part in text.split())


def _read_key(text: str) -> str:
    if len(text) == 1 and text.isprintable() and text not in _ALSO:
        return text
    given, rest = text, set()
    if given.startswith("<") and given.endswith(">") and len(given) > 2:
        given = given[1:-1]
    if given.startswith("^") and len(given) == 2:
        given = f"ctrl+{given[1]}"
    while found := _MODIFIED.match(given):
        rest.add(_MODIFIERS[found[1].lower()])
        given = given[found.end() :]
    base = _base(given)
    if base is None:
        raise NoSuchKey(_unknown(text))
    if len(base) == 1 and rest == {"shift"}:
        if not base.isalpha():
            raise NoSuchKey(f"“{text}” is no key; write the sign that Shift makes of it.")
        return base.upper()
    if rest and len(base) == 1:
        base = base.lower() if base.isalnum() else _sign(base)
    return "+".join([*(m for m in _ORDER if m in rest), base])


def _base(text: str) -> str | None:
    if len(text) == 1 and text.isprintable() and text != " ":
        return _ALSO.get(text, text)
    name = _ALSO.get(text.lower(), text.lower())
    return name if name in NAMED else None


def _sign(char: str) -> str:
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return _SIGNS.get(name, name)


def _unknown(text: str) -> str:
    if 1 < len(text) <= 4 and text.isalnum():
        return f"“{text}” is no key; a sequence has spaces between: “{' '.join(text)}”."
    return (
        f"“{text}” is no key; there are x, X, ctrl+x, alt+x, f1, space, enter, pagedown "
        "and the like, and sequences with spaces between, g x."
    )


def name_of(event: events.Key) -> str:
    """A key that was pressed, as the table of commands writes it: `G`, `space`, `ctrl+p`."""
    printed = event.character if event.is_printable and event.character != " " else ""
    return printed or event.key
