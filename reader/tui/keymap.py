"""Which key does what: the table of actions, a preset over it, and a person's own over both.

A key that stands higher takes its place from one below. Two that a person gave the same key
are a conflict, which is told, and the first holds. Whatever is written, the way out of the
reader, of the search bar and of a question stays open. Nothing here draws or imports Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, get_args

from reader.light import dataclass
from reader.settings.paths import keys_file
from reader.settings.toml import Fault, Toml, meant, read_toml
from reader.tui.commands import COMMANDS, Command, Place, spoken
from reader.tui.keynames import NoSuchKey, read_keys

PLACES: tuple[Place, ...] = get_args(Place)
TYPED: tuple[Place, ...] = ("search", "ask")
"""Where letters are text."""
PRESETS = ("newsboat", "vim", "gmail")
DEFAULT = "default"

_WAYS_OUT: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ("list", ("quit", "leave")),
    ("caret", ("caret_leave",)),
    ("search", ("leave_search", "to_results")),
    ("ask", ("give_up",)),
    ("caret", ("caret_leave",)),
)
"""In each of these places one of these actions keeps a key."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A key that does something somewhere."""

    place: Place
    keys: str
    command: Command
    where: str
    """Who said so: `default`, a preset's name, or file and line."""
    rank: int
    """0 for the table, 1 for a preset, 2 for a person's own."""
    line: int
    """Where it stands in its file: of two that clash, the first holds."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The map in force."""

    bound: tuple[Binding, ...]
    preset: str = DEFAULT
    faults: tuple[Fault, ...] = ()
    """What cannot be meant."""
    notes: tuple[str, ...] = ()
    """What a person's own keys displaced, in sentences."""
    _spoken: dict[str, str] = field(default_factory=dict)

    def in_place(self, place: Place) -> dict[str, Command]:
        """What each key or sequence does there."""
        return {b.keys: b.command for b in self.bound if b.place == place}

    def keys_of(self, command: Command, place: Place | None = None) -> tuple[str, ...]:
        """The keys of an action, in one place or in any, those written first before others."""
        found = (b.keys for b in self.bound if b.command is command and place in (None, b.place))
        return tuple(dict.fromkeys(found))

    def spoken(self, name: str) -> str:
        """The first key of an action as a sentence has it: `u`; else where else it is found."""
        if name not in self._spoken:
            command = next(c for c in COMMANDS if c.name == name)
            keys = self.keys_of(command)
            self._spoken[name] = spoken(keys[0]) if keys else f"“{command.label}” in the palette"
        return self._spoken[name]


class Keymap:
    """Turns keys into commands, sequences such as `g g` included."""

    def __init__(self, bindings: Bindings) -> None:
        self._table = {place: bindings.in_place(place) for place in PLACES}
        self.pending = ""
        """The beginning of a sequence that was typed, "" when none is open."""

    def has(self, place: Place, key: str) -> bool:
        """Does this one key mean something there?"""
        return key in self._table[place]

    def press(self, place: Place, key: str) -> Command | None:
        """The command this key completes there, if any; remembers the start of a sequence."""
        table = self._table[place]
        typed = f"{self.pending} {key}" if self.pending else key
        if self.pending and typed not in table and not _opens(table, typed):
            typed = key  # no such sequence: the key is meant for itself
        opens = _opens(table, typed)
        self.pending = typed if opens else ""
        return None if opens else table.get(typed)


def _opens(table: dict[str, Command], typed: str) -> bool:
    return any(keys.startswith(typed + " ") for keys in table)


# From files to the map


@dataclass(frozen=True, slots=True)
class _Written:
    """That an action has these keys in these places."""

    command: Command
    places: tuple[Place, ...]
    keys: tuple[str, ...]
    where: str
    line: int = 0


def load_bindings(path: Path | None = None) -> Bindings:
    """The map that a person's `keys.toml` makes."""
    toml = read_toml(path or keys_file())
    faults = list(toml.faults)
    own = list(_read(toml, faults))
    named = toml.data.get("preset", DEFAULT)
    if named not in (DEFAULT, *PRESETS):
        choices = ", ".join((DEFAULT, *PRESETS))
        faults.append(Fault(toml.where("preset"), f"preset is {named!r}; there are {choices}."))
        named = DEFAULT
    return _resolve([_in_table(), _in_preset(named), own], named, tuple(faults))


def load_preset(name: str) -> Bindings:
    """The map of a preset (or `default`) by itself."""
    return _resolve([_in_table(), _in_preset(name)], name, ())


def _in_table() -> list[_Written]:
    return [_Written(c, c.places, c.keys, DEFAULT) for c in COMMANDS]


def _in_preset(name: str) -> list[_Written]:
    if name == DEFAULT:
        return []
    faults: list[Fault] = []
    toml = read_toml(Path(__file__).parent / "presets" / f"{name}.toml")
    written = list(_read(toml, faults))
    assert not faults, faults
    return [_Written(w.command, w.places, w.keys, name, w.line) for w in written]


def _read(toml: Toml, faults: list[Fault]) -> Iterator[_Written]:
    """What a file says, each with its line; what cannot be meant goes to `faults`."""
    named = {command.name: command for command in COMMANDS}
    # What is said for one place outranks what is said for all.
    for section in sorted(toml.data, key=lambda section: section != "keys"):
        content = toml.data[section]
        if section == "preset":
            continue
        if section not in ("keys", *PLACES) or not isinstance(content, dict):
            what = f"{section} is none of preset, [keys], {', '.join(f'[{p}]' for p in PLACES)}."
            faults.append(Fault(toml.where(section), what))
            continue
        for name, value in content.items():
            where = toml.where(section, name)
            command = named.get(name)
            if command is None:
                hint = meant(name, named) or " `broadsheet keys` lists all there are."
                faults.append(Fault(where, f"{name} is no action.{hint}"))
            elif section != "keys" and section not in command.places:
                there = ", ".join(command.places)
                what = f"{name} cannot be done in {section}; it belongs to {there}."
                faults.append(Fault(where, what))
            else:
                places = command.places if section == "keys" else _place(section)
                keys = tuple(_keys(name, value, where, faults))
                line = toml.lines.get((section, name), 0)
                yield from _placed(_Written(command, places, keys, where, line), faults)


def _place(section: str) -> tuple[Place, ...]:
    return tuple(place for place in PLACES if place == section)


def _keys(name: str, value: Any, where: str, faults: list[Fault]) -> Iterator[str]:
    wanted = [value] if isinstance(value, str) else value
    if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
        what = (
            f'{name} takes a key or a list of keys in quotation marks, as in "x" or ["x", "g x"].'
        )
        faults.append(Fault(where, what))
        return
    for each in wanted:
        try:
            yield read_keys(each)
        except NoSuchKey as why:
            faults.append(Fault(where, f"{name}: {why}"))


def _placed(written: _Written, faults: list[Fault]) -> Iterator[_Written]:
    """The keys in each place; where letters are text, those that type nothing."""
    command, keys, places = written.command, written.keys, written.places
    for place in places:
        usable = tuple(k for k in keys if place not in TYPED or not _types(k))
        if keys and not usable and places == (place,):
            what = f"{command.name}: {spoken(keys[0])} is typed there; take one with Ctrl or a named key."
            faults.append(Fault(written.where, what))
        elif keys and not usable:
            continue  # it keeps the key that it has there
        else:
            yield replace(written, places=(place,), keys=usable)


def _types(keys: str) -> bool:
    first = keys.split(" ")[0]
    return len(first) == 1 or first in ("space", "backspace", "delete")


def _resolve(
    layers: Sequence[Sequence[_Written]], preset: str, faults: tuple[Fault, ...]
) -> Bindings:
    """Each key in each place means one action: the highest that asks for it."""
    asked: dict[tuple[str, Place], list[Binding]] = {}
    for rank, layer in enumerate(layers):
        for written in layer:
            for place in written.places:
                # What stands higher replaces all keys that the action had there.
                asked[written.command.name, place] = [
                    Binding(place, keys, written.command, written.where, rank, written.line)
                    for keys in written.keys
                ]
    wanted = sorted((b for each in asked.values() for b in each), key=lambda b: (-b.rank, b.line))
    found, lost = _without_clashes(wanted)
    told = [_conflict(b, other) for b, other in lost if b.rank == other.rank == 2]
    found, closed = _with_ways_out(found)
    order = {command.name: number for number, command in enumerate(COMMANDS)}
    found.sort(key=lambda b: (order[b.command.name], PLACES.index(b.place)))
    return Bindings(
        tuple(found),
        preset,
        (*faults, *dict.fromkeys(told), *closed),
        tuple(dict.fromkeys(_displaced(found, lost))),
    )


def _without_clashes(
    wanted: Iterable[Binding],
) -> tuple[list[Binding], list[tuple[Binding, Binding]]]:
    """Those that can all be pressed, and each of the others with the one that is in its way.

    In its way is the same key, one that begins its sequence, and a sequence that it begins.
    """
    taken: dict[tuple[Place, str], Binding] = {}
    begun: dict[tuple[Place, str], Binding] = {}
    lost: list[tuple[Binding, Binding]] = []
    for binding in wanted:
        place, keys = binding.place, binding.keys
        starts = _starts(keys)
        near = [taken.get((place, start)) for start in (keys, *starts)]
        other = next(filter(None, [*near, begun.get((place, keys))]), None)
        if other is None:
            taken[place, keys] = binding
            begun.update({(place, start): binding for start in starts})
        else:
            lost.append((binding, other))
    return list(taken.values()), lost


def _starts(keys: str) -> list[str]:
    """What begins a sequence: `g` for `g g`; nothing for a single key."""
    parts = keys.split(" ")
    return [" ".join(parts[:length]) for length in range(1, len(parts))]


def _conflict(binding: Binding, other: Binding) -> Fault:
    here, there = spoken(binding.keys), spoken(other.keys)
    key = f"{here} is" if here == there else f"{here} cannot be told from {there}, which is"
    name = binding.command.name
    what = f"{key} {other.command.name} already ({other.where}); {name} goes without it."
    return Fault(binding.where, what)


def _with_ways_out(found: list[Binding]) -> tuple[list[Binding], list[Fault]]:
    """The same, with a key for a way out where none was left."""
    faults = []
    for place, names in _WAYS_OUT:
        if any(b.place == place and b.command.name in names for b in found):
            continue
        command = next(c for c in COMMANDS if c.name == names[0])
        restored = [Binding(place, keys, command, DEFAULT, 0, 0) for keys in command.keys]
        found, _ = _without_clashes([*restored, *found])
        kept = spoken(command.keys[0])
        what = f"{names[0]} keeps {kept}, for else nothing would lead out of {place}."
        faults.append(Fault("keys.toml", what))
    return found, faults


def _displaced(found: Sequence[Binding], lost: Sequence[tuple[Binding, Binding]]) -> Iterator[str]:
    """What a person's own keys took from others."""
    left: dict[tuple[str, Place], list[str]] = {}
    for b in found:
        left.setdefault((b.command.name, b.place), []).append(spoken(b.keys))
    for binding, other in lost:
        if other.rank == 2 > binding.rank:
            name = binding.command.name
            keys = left.get((name, binding.place), [])
            rest = f"has {' and '.join(keys)}" if keys else "has no key left"
            yield f"{spoken(binding.keys)} was {name}, which {rest}: {other.command.name} took it ({other.where})."
