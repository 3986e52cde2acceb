"""`broadsheet settings`: what is set, by whom, and changed without an editor."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_settings_are_listed_changed_checked_and_taken_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own config" / "settings.toml"
    assert run("settings", "path").out.splitlines()[0] == str(file)
    assert run("settings", "check").code == 0
    assert run("settings", "set", "look.measure", "80").code == 0
    assert run("settings", "set", "look.theme", "paper").code == 0
    assert file.read_text() == '[look]\nmeasure = 80\ntheme = "paper"\n'
    assert run("settings", "get", "look.measure").out == "80\n"
    told = {r["name"]: r for r in run("settings", "--json", BROADSHEET_LOOK_TICK="9").records}
    assert (told["look.measure"]["value"], told["look.measure"]["default"]) == (80, 76)
    assert told["look.measure"]["from"] == "settings.toml, line 2"
    assert (told["look.tick"]["value"], told["look.tick"]["from"]) == (9, "BROADSHEET_LOOK_TICK")
    assert told["look.density"]["from"] == "default"
    plain = run("settings").out
    assert 'look.theme                "paper"' in plain
    for arguments, why in [
        (("set", "look.measure", "7"), "look.measure cannot be '7'; a whole number from 60 to 90"),
        (("set", "look.theme", "papre"), "Did you mean paper?"),
        (("set", "look.measur", "7"), "look.measur is no setting. Did you mean look.measure?"),
        (("get", "nothing"), "nothing is no setting."),
    ]:
        refused = run("settings", *arguments)
        assert refused.code == 2
        assert why in refused.err
    assert (
        "outranks it: 9" in run("settings", "set", "look.tick", "5", BROADSHEET_LOOK_TICK="9").err
    )
    file.write_text('[look]\ntheme = "papre"\nsize = 3\n')
    checked = run("settings", "check", "--json")
    assert checked.code == 1
    assert [r["where"] for r in checked.records] == [
        "settings.toml, line 3",
        "settings.toml, line 2",
    ]
    assert run("settings", "unset", "look.size").code == 0
    assert file.read_text() == '[look]\ntheme = "papre"\n'


def test_keys_are_listed_by_preset_and_what_is_amiss_is_told(run: Run, tmp_path: Path) -> None:
    assert run("keys", "check").code == 0
    vim = {r["action"]: r["keys"] for r in run("keys", "--preset", "vim", "--json").records}
    assert vim["redo"]["list"] == ["ctrl+r", "U"]
    file = tmp_path / "own config" / "keys.toml"
    file.parent.mkdir()
    file.write_text('[keys]\nstar = "X"\nread = "X"\n')
    told = run("keys")
    assert told.code == 1
    assert "  X                       star " in told.out
    assert told.err.startswith("keys.toml, line 3: X is star already")
    assert run("keys", "check", "--json").records[0]["where"] == "keys.toml, line 3"
