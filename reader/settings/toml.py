"""Files that a person writes: read whole or not at all, each fault told with file and line.

Nothing here raises for what stands in a file. `tomllib` does not say where a key stands, so
lines are looked up in the text; where that finds nothing, a fault is told without its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from reader.light import dataclass, pattern

_HEADER = pattern(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = pattern(r"""\s*("[^"]*"|'[^']*'|[\w-]+)(\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*\s*=""")
_PART = pattern(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*""")
_WHERE = pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file, or the environment, that cannot be meant."""

    where: str
    """`settings.toml, line 4`, or a variable's name."""
    what: str
    """A sentence that says what is allowed instead."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Toml:
    """What a file says, and on which line."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    """Why nothing could be read; empty also for a file that is not there."""

    def where(self, *path: str) -> str:
        """The file's name and the line on which a key, or the part of the file it is in, stands."""
        for length in range(len(path), 0, -1):
            if line := self.lines.get(path[:length]):
                return f"{self.name}, line {line}"
        return self.name


def read_toml(path: Path) -> Toml:
    """The file; empty if there is none, or if it cannot be read, which is then said."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Toml(path.name)
    except UnicodeDecodeError:
        return _useless(path, "", "it is not UTF-8; save it as UTF-8")
    except OSError as error:
        return _useless(path, "", f"it cannot be read ({error.strerror})")
    import tomllib  # late: most starts have no file to read

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _WHERE.search(str(error))
        line = f", line {found[1]}" if found and found[1] else ""
        reason = _WHERE.sub("", str(error)).rstrip(".")
        return _useless(path, line, f"this is not TOML ({reason})")
    except RecursionError:
        return _useless(path, "", "it is nested too deeply")
    return Toml(path.name, data, dict(_lines(text)))


def _useless(path: Path, line: str, why: str) -> Toml:
    fault = Fault(f"{path.name}{line}", f"{why}. Nothing of the file is used until it is mended.")
    return Toml(path.name, faults=(fault,))


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each section and key with its line, the last of a name last."""
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = _parts(header[1])
            yield section, number
        elif _KEY.match(line):
            key = _parts(line.partition("=")[0])
            yield (*section, *key), number
            yield (*section, *key[:-1]), number


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(next(filter(None, part.groups()), "") for part in _PART.finditer(dotted))


def meant(typed: str, known: Iterable[str]) -> str:
    """A question for a name that is like a known one, `Did you mean look.theme?`; "" if none is."""
    from difflib import get_close_matches  # late: only a fault needs it

    names = list(known)
    same_end = [name for name in names if name.rpartition(".")[2] == typed.rpartition(".")[2]]
    near = same_end or get_close_matches(typed, names, 1)
    return f" Did you mean {near[0]}?" if near else ""
