"""From the file and the environment to settings: what cannot be meant is told, never raised."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.settings.options import (
    SECTIONS,
    SETTINGS,
    Refused,
    Setting,
    Settings,
    Value,
    share_setting,
)
from reader.settings.paths import settings_file
from reader.settings.toml import Fault, Toml, meant, read_toml

_Said = tuple[Setting, Value, str]
"""A setting, its value, and who said so."""


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """What the file says, and over it the environment; defaults for all that is faulty."""
    toml = read_toml(path or settings_file())
    said: dict[str, _Said] = {}
    faults = list(toml.faults)
    for one in (*_in_file(toml), *_in_environment(os.environ if environ is None else environ)):
        if isinstance(one, Fault):
            faults.append(one)
        else:
            said[one[0].name] = one
    return _made(said, tuple(faults))


def _made(said: Mapping[str, _Said], faults: tuple[Fault, ...]) -> Settings:
    sections: dict[str, dict[str, Any]] = {name: {} for name in (*SECTIONS, "share")}
    for setting, value, _ in said.values():
        section, key = setting.name.split(".", 1)
        sections[section][key] = value
    share = sections.pop("share")
    made: dict[str, Any] = {name: SECTIONS[name](**values) for name, values in sections.items()}
    return Settings(
        **made,
        share=share,
        origins={name: who for name, (_, _, who) in said.items()},
        faults=faults,
    )


def _in_file(toml: Toml) -> Iterator[_Said | Fault]:
    for section, content in toml.data.items():
        if section not in (*SECTIONS, "share"):
            yield _unknown(toml, section)
        elif not isinstance(content, dict):
            what = f"{section} is a section: write [{section}], and its settings below."
            yield Fault(toml.where(section), what)
        else:
            for key, value in content.items():
                name = f"{section}.{key}"
                setting = share_setting(name) if section == "share" else SETTINGS.get(name)
                where = toml.where(section, key)
                yield _checked(setting, value, where) if setting else _unknown(toml, section, key)


def _unknown(toml: Toml, *path: str) -> Fault:
    name = ".".join(path)
    hint = meant(name, SETTINGS) or " `broadsheet settings` lists all there are."
    return Fault(toml.where(*path), f"{name} is no setting.{hint}")


def _in_environment(environ: Mapping[str, str]) -> Iterator[_Said | Fault]:
    for setting in SETTINGS.values():
        text = environ.get(setting.variable)
        if text is not None:
            yield _checked(setting, setting.kind.parse(text), setting.variable)


def _checked(setting: Setting, value: object, where: str) -> _Said | Fault:
    try:
        return setting, setting.kind.check(value), where
    except Refused as why:
        return Fault(where, f"{setting.name} is {shown(value)}; {why}.")


def shown(value: object) -> str:
    """A value as TOML writes it, shortened where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:38]} …"
