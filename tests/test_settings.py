"""settings.toml: what is meant holds, what cannot be meant is told with file and line."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.settings import Preferences, load_settings
from reader.settings.options import SETTINGS
from reader.settings.writing import set_setting, unset_setting

ROOT = Path(__file__).parents[1]


@pytest.fixture
def wrote(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def writer(text: str | bytes) -> Path:
        path = tmp_path / "settings.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return writer


Wrote = Callable[[str | bytes], Path]


def test_the_environment_outranks_the_file_and_the_file_the_defaults(wrote: Wrote) -> None:
    path = wrote('look.dates = "iso"\n[commands]\nopen = "firefox {url}"\neditor = "hx"\n')
    found = load_settings(path, {"BROADSHEET_COMMANDS_EDITOR": "vim -n", "BROADSHEET_LOOK_TICK": "5"})  # fmt: skip
    assert found.faults == ()
    assert (found.look.dates, found.look.tick, found.look.measure) == ("iso", 5, 76)
    assert (found.commands.open, found.commands.editor) == ("firefox {url}", "vim -n")
    assert found.origins == {
        "look.dates": "settings.toml, line 1",
        "look.tick": "BROADSHEET_LOOK_TICK",
        "commands.open": "settings.toml, line 3",
        "commands.editor": "BROADSHEET_COMMANDS_EDITOR",
    }
    assert load_settings(path.with_name("none.toml"), {}).written == {}


@pytest.mark.parametrize(
    ("command", "safe"),
    [
        ("sh -c 'say {title}'", False),
        ("!/bin/bash -lc 'say \"{title}\"'", False),
        ("env LC_ALL=C zsh -f -c 'echo {url} | mail me'", False),
        ("python3 -c 'print(\"{title}\")'", False),
        ("sh --command={title}", False),
        ("ssh home notify {title}", False),
        ("sh -c 'say \"$1\"' sh {title}", True),
        ("sh ~/bin/share.sh {title} {url}", True),
        ("mail -c ann {title}", True),
        ("sh -c {title}", False),
        ("awk {title}", False),
        ("tmux new-window 'w3m {url}'", False),
        ("env A=b watch {url}", False),
        ("sudo su ann -c 'x {title}'", False),
        ("eval {url}", False),
        ("ssh home notify", True),
        ("ssh -p 22 -i key home 'cat >> links'", True),
        ("ssh -p 22 home", False),  # whose shell would read title and address
        ("ssh home sh", False),
        ("ssh home 'bash -s'", False),
        ("bash", False),
        ("nice python3 -", False),
        ("at now", False),
        ("python3 keep.py", True),
        ("gawk -f keep.awk {title}", True),
        ("notify-send look at {title}", True),
    ],
)
def test_what_a_feed_says_is_never_given_to_a_shell_as_its_language(
    wrote: Wrote, command: str, safe: bool
) -> None:
    found = load_settings(wrote("[share]\nx = " + json.dumps(command)), {})
    assert dict(found.share) == ({"x": command} if safe else {})
    assert ["would be run as" in fault.what for fault in found.faults] == [True] * (not safe)


@pytest.mark.parametrize("command", ["ssh host firefox", "sh -c", "!ssh host w3m {url}", "bash"])
def test_an_address_at_the_end_of_a_command_is_held_to_the_same(wrote: Wrote, command: str) -> None:
    found = load_settings(wrote(f"[commands]\nopen = {json.dumps(command)}\ncopy = 'sh'"), {})
    assert (found.commands.open, found.commands.copy) == ("", "")
    assert len(found.faults) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[look]\n\nmeasure = 200", "settings.toml, line 3: look.measure is 200; a whole number from 60 to 90 is allowed."),
        ("look.measure = true", "settings.toml, line 1: look.measure is true; a whole number from 60 to 90 is allowed."),
        ("[look]\ndensity = 'three'", "settings.toml, line 2: look.density is \"three\"; two or one is allowed."),
        ("[commands]\ncopy = ['a']", 'settings.toml, line 2: commands.copy is ["a"]; a command line in quotation marks is allowed.'),
        ("[commands]\ncopy = \"say 'a\"", "settings.toml, line 2: commands.copy is \"say 'a\"; a quotation mark inside the command line is not closed."),
        ("[commands]\nopen = 'w3m {uri}'", "settings.toml, line 2: commands.open is \"w3m {uri}\"; in braces only {url} is allowed."),
        ("[look]\nthem = 'ink'", "settings.toml, line 2: look.them is no setting. Did you mean look.theme?"),
        ("# x\ntheme = 'ink'", "settings.toml, line 2: theme is no setting. Did you mean look.theme?"),
        ("qqq = 1", "settings.toml, line 1: qqq is no setting. `broadsheet settings` lists all there are."),
        ("look = 3", "settings.toml, line 1: look is a section: write [look], and its settings below."),
        ("a = 1\nb = = 2", "settings.toml, line 2: this is not TOML (Invalid value). Nothing of the file is used until it is mended."),
        ("a = 1\na = 2", "settings.toml: this is not TOML (Cannot overwrite a value). Nothing of the file is used until it is mended."),
        ("a = [", "settings.toml: this is not TOML (Invalid value). Nothing of the file is used until it is mended."),
        (b"\xff\xfe", "settings.toml: it is not UTF-8; save it as UTF-8. Nothing of the file is used until it is mended."),
    ],
)  # fmt: skip
def test_a_fault_names_place_key_and_what_is_allowed_and_the_default_holds(
    wrote: Wrote, text: str | bytes, told: str
) -> None:
    found = load_settings(wrote(text), {})
    assert [str(fault) for fault in found.faults] == [told]
    assert found.written == {}


def test_one_fault_leaves_the_rest_in_force(wrote: Wrote) -> None:
    path = wrote("\ufeff[look]\nmeasure = 7\ntick = 60\n")
    found = load_settings(path, {"BROADSHEET_LOOK_DENSITY": "x"})
    assert found.look.tick == 60
    assert [fault.where for fault in found.faults] == [
        "settings.toml, line 2",
        "BROADSHEET_LOOK_DENSITY",
    ]
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(load_settings(path, {}).faults[0])
    path.rmdir()
    assert load_settings(wrote("a = " + "[" * 20_000 + "]" * 20_000), {}).faults


def test_writing_a_setting_keeps_comments_order_mode_and_links(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n[look]\nmeasure = 70 # wide\n\n# end\n")
    real.chmod(0o640)
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    set_setting(link, "look.measure", "80")
    set_setting(link, "look.theme", "paper")
    set_setting(link, "commands.copy", "wl-copy")
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    text = real.read_text()
    assert text.startswith("# mine\n[look]\nmeasure = 80 # wide\n")
    assert "# end" in text
    assert load_settings(link, {}).written == {
        "look.measure": 80,
        "look.theme": "paper",
        "commands.copy": "wl-copy",
    }
    assert unset_setting(link, "look.theme")
    assert not unset_setting(link, "look.theme")
    set_setting(tmp_path / "new" / "settings.toml", "look.tick", "0")
    assert load_settings(tmp_path / "new" / "settings.toml", {}).look.tick == 0


def test_two_screens_lose_nothing_of_what_is_chosen_under_different_names(tmp_path: Path) -> None:
    path = tmp_path / "screen.json"
    screens = [Preferences(path) for _ in range(8)]
    choosing = [
        threading.Thread(target=screen.put, args=(f"name {n}", n))
        for n, screen in enumerate(screens)
    ]
    for thread in choosing:
        thread.start()
    for thread in choosing:
        thread.join()
    assert json.loads(path.read_text()) == {f"name {n}": n for n in range(8)}


def test_what_was_written_outranks_what_was_chosen_from_the_next_start_on(tmp_path: Path) -> None:
    path = tmp_path / "screen.json"
    Preferences(path).put("theme", "nord")
    held = Preferences(path, {"theme": "paper"})
    assert held.get("theme", "ink") == "paper"
    assert held.outlook("theme")
    held.put("theme", "dracula")
    assert Preferences(path, {"theme": "paper"}).get("theme", "ink") == "paper"
    assert Preferences(path).get("theme", "ink") == "dracula"
    assert not Preferences(path).outlook("theme")


def test_the_page_on_settings_has_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", page, re.MULTILINE))
    told = {
        name: f"`{json.dumps(s.default)}` | {s.help.replace('|', chr(92) + '|')}"
        for name, s in SETTINGS.items()
    }
    assert rows == told
