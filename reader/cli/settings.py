"""`broadsheet settings`: what can be set, what it is, and who said so."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.errors import UsageError
from reader.settings import Fault, Preferences, Settings, choose_library, load_settings
from reader.settings.options import SETTINGS, Setting, Value
from reader.settings.paths import Paths, keys_file, settings_file
from reader.settings.writing import named_setting, set_setting, unset_setting

_WIDTH = 26
_MARGIN = 80


def listed(options: Any) -> int:
    """Print every setting; faults are told, and the defaults stand for them."""
    settings, remembered = _settings(), _remembered(options)
    for setting in SETTINGS.values():
        value, who = _in_force(setting, settings, remembered)
        if options.json:
            talk.put_json(
                {
                    "name": setting.name,
                    "value": value,
                    "from": who,
                    "default": setting.default,
                    "variable": setting.variable,
                    "help": setting.help,
                }
            )
            continue
        told = who if value == setting.default else f"{who}; default {_toml(setting.default)}"
        talk.put(f"{setting.name:<{_WIDTH}}{_toml(value):<18} {told}")
        for line in textwrap.wrap(setting.help, _MARGIN - 4):
            talk.put(f"    {line}")
    return _told(settings.faults)


def _settings() -> Settings:
    """As the screen would have them: a theme that there is not is a fault too."""
    settings = load_settings()
    where = settings.origins.get("look.theme", "")
    if not where or not (what := _unknown_theme(settings.look.theme)):
        return settings
    return replace(settings, faults=(*settings.faults, Fault(where, what)))


def _unknown_theme(name: str) -> str:
    """What is wrong with a theme's name, "" for nothing. Only the screen knows the themes."""
    from importlib import import_module

    themes = import_module("reader.tui.themes")
    return "" if name in themes.names() else str(themes.unknown(name))


def _remembered(options: Any) -> Preferences:
    return Preferences(Paths(choose_library(options.library)).screen)


def _in_force(setting: Setting, settings: Settings, remembered: Preferences) -> tuple[Value, str]:
    """What holds now, and who said so."""
    if who := settings.origins.get(setting.name):
        return settings.get(setting.name), who
    section, name = setting.name.split(".")
    value = remembered.get(name, setting.default) if section == "look" else setting.default
    return value, "default" if value == setting.default else "chosen on the screen"


def _toml(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _told(faults: tuple[Fault, ...]) -> int:
    for fault in faults:
        talk.say(str(fault))
    return PARTLY if faults else DONE


def path(options: Any) -> int:
    """Print where the files are; nothing is made."""
    files = {"settings": str(settings_file()), "keys": str(keys_file())}
    if options.json:
        talk.put_json(files)
    else:
        for file in files.values():
            talk.put(file)
    return DONE


def check(options: Any) -> int:
    """Say what cannot be meant in the file and the environment."""
    faults = _settings().faults
    if options.json:
        for fault in faults:
            talk.put_json({"where": fault.where, "what": fault.what})
    code = _told(faults)
    if not faults:
        there = settings_file().exists()
        talk.say("Nothing is amiss." if there else f"There is no {settings_file()}.")
    return code


def get(options: Any) -> int:
    """Print one setting's value."""
    setting = named_setting(options.name)
    value, who = _in_force(setting, load_settings(), _remembered(options))
    if options.json:
        talk.put_json({"name": setting.name, "value": value, "from": who})
    else:
        talk.put(value if isinstance(value, str) else _toml(value))
    return DONE


def set_(options: Any) -> int:
    """Write one setting into the file."""
    if options.name == "look.theme" and (what := _unknown_theme(options.value)):
        raise UsageError(what)
    value = set_setting(settings_file(), options.name, options.value)
    return _changed(options, f"{options.name} is {_toml(value)} from the next start on.")


def unset(options: Any) -> int:
    """Take one setting out of the file."""
    there = unset_setting(settings_file(), options.name)
    said = f"{options.name} is no longer in" if there else f"{options.name} was not in"
    return _changed(options, f"{said} {settings_file()}.")


def _changed(options: Any, said: str) -> int:
    settings = load_settings()
    setting = SETTINGS.get(options.name)
    if setting is None:
        talk.say(said)
        return DONE
    value, who = _in_force(setting, settings, _remembered(options))
    if options.json:
        talk.put_json({"name": options.name, "value": value, "from": who})
    talk.say(said)
    if who == setting.variable:
        talk.say(f"For now {who} outranks it: {_toml(value)}.")
    return DONE
