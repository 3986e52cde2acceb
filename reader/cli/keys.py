"""`broadsheet keys`: which key does what, from the same table as the screen."""

from __future__ import annotations

from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.settings.paths import keys_file

# The table of actions and what is made of it; neither knows Textual.
from reader.tui.commands import COMMANDS, GROUPS, Command, spoken
from reader.tui.keymap import Binding, Bindings, load_bindings, load_preset

_KEYS, _NAME = 22, 18


def listed(options: Any) -> int:
    """Print every action with its keys."""
    bindings = load_preset(options.preset) if options.preset else load_bindings()
    for group in GROUPS:
        commands = [command for command in COMMANDS if command.group == group]
        if options.json:
            for command in commands:
                talk.put_json(_record(command, bindings))
            continue
        talk.put(group)
        for command in commands:
            keys = "  ".join(map(spoken, bindings.keys_of(command))) or "–"
            talk.put(f"  {keys:<{_KEYS}}  {command.name:<{_NAME}}  {command.help}")
    return _told(bindings)


def _record(command: Command, bindings: Bindings) -> dict[str, Any]:
    bound: list[Binding] = [b for b in bindings.bound if b.command is command]
    return {
        "action": command.name,
        "keys": {place: list(bindings.keys_of(command, place)) for place in command.places},
        "from": sorted({b.where for b in bound}),
        "group": command.group,
        "help": command.help,
    }


def _told(bindings: Bindings) -> int:
    for fault in bindings.faults:
        talk.say(str(fault))
    return PARTLY if bindings.faults else DONE


def check(options: Any) -> int:
    """Say what cannot be meant in keys.toml, and what it took from other actions."""
    bindings = load_bindings()
    if options.json:
        for fault in bindings.faults:
            talk.put_json({"where": fault.where, "what": fault.what})
    code = _told(bindings)
    for note in bindings.notes:
        talk.say(note)
    if not bindings.faults:
        there = keys_file().exists()
        talk.say("Nothing is amiss." if there else f"There is no {keys_file()}.")
    return code
