"""Changing one setting in the file a person writes: comments and order stay as they are."""

from __future__ import annotations

import json
import os
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reader.errors import UsageError
from reader.settings.options import SETTINGS, Refused, Setting, Value, share_setting
from reader.settings.toml import meant

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table


def named_setting(name: str) -> Setting:
    """The setting of this name.

    Raises:
        UsageError: there is none.
    """
    section, _, key = name.partition(".")
    if section == "share" and key:
        return share_setting(name)
    if name not in SETTINGS:
        hint = meant(name, SETTINGS) or " `broadsheet settings` lists all there are."
        raise UsageError(f"{name} is no setting.{hint}")
    return SETTINGS[name]


def set_setting(path: Path, name: str, text: str) -> Value:
    """Write what a text means for this setting; returns it as it is used.

    Raises:
        UsageError: no such setting, or not allowed for it; or the file cannot be changed.
    """
    setting = named_setting(name)
    try:
        value = setting.kind.check(setting.kind.parse(text))
    except Refused as why:
        raise UsageError(f"{name} cannot be {text!r}; {why}.") from None
    document = _read(path)
    section, key = name.split(".", 1)
    table = document.setdefault(section, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {section} is not a section there; write [{section}] instead.")
    cast("Table", table)[key] = value
    _write(path, document)
    return value


def unset_setting(path: Path, name: str) -> bool:
    """Take a setting, or what was taken for one, out of the file; False if it was not there.

    Raises:
        UsageError: no such setting, or the file cannot be changed.
    """
    document = _read(path)
    section, _, key = name.partition(".")
    table = document.get(section)
    if not isinstance(table, dict) or key not in table:
        named_setting(name)
        return False
    del table[key]
    _write(path, document)
    return True


def _read(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, ValueError, TOMLKitError) as error:
        raise UsageError(
            f"{path} cannot be changed before it is mended: {error}. Nothing was written."
        ) from error


def _write(path: Path, document: TOMLDocument) -> None:
    """Whole or not at all; a link leads to the same file as before."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(document.as_string(), encoding="utf-8")
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def template() -> str:
    """A file in which nothing is set and everything explained."""
    lines = ["# Without a word everything is as it stands here; take the # away to change it."]
    section = ""
    for setting in SETTINGS.values():
        head, _, key = setting.name.partition(".")
        if head != section:
            lines += ["", f"[{head}]"]
            section = head
        told = textwrap.wrap(setting.help, 80)
        lines += ["", *(f"# {line}" for line in told), f"# {key} = {json.dumps(setting.default)}"]
    lines += [
        "",
        "[share]",
        "",
        *(f"# {line}" for line in textwrap.wrap(share_setting("").help, 80)),
    ]
    return "\n".join([*lines, '# mail = "!mutt -s {title}"', ""])
