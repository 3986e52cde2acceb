"""keys.toml and the presets: any key for any action, faults by name, and always a way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import Library
from reader.tui.commands import COMMANDS, spoken
from reader.tui.keymap import DEFAULT, PRESETS, Keymap, load_bindings, load_preset
from reader.tui.keynames import NoSuchKey, read_keys
from tests.pages import DOCS, TABLES, renewed
from tests.pilot import desk

Said = Callable[[str], Path]
NAMED = {command.name: command for command in COMMANDS}


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """Writes keys.toml where this test's reader looks for it."""

    def write(text: str) -> Path:
        path = tmp_path / "own config" / "keys.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_a_key_of_ones_own_takes_its_place_and_replaces_those_the_action_had(said: Said) -> None:
    bindings = load_bindings(
        said('[keys]\nstar = ["*", "ctrl+s"]\npipe = []\n[page]\nbrowser = "g x"\n')
    )
    assert bindings.faults == ()
    assert bindings.keys_of(NAMED["star"]) == ("*", "ctrl+s")
    assert bindings.keys_of(NAMED["pipe"]) == ()
    assert bindings.keys_of(NAMED["related"]) == ()
    assert bindings.keys_of(NAMED["browser"], "page") == ("g x",)
    assert bindings.keys_of(NAMED["browser"], "list") == ("o",)
    assert bindings.notes == (
        "* was related, which has no key left: star took it (keys.toml, line 2).",
    )
    keymap = Keymap(bindings)
    assert keymap.press("list", "s") is None
    assert keymap.press("list", "*") is NAMED["star"]
    assert keymap.press("page", "g") is None
    assert keymap.press("page", "x") is NAMED["browser"]
    assert bindings.spoken("pipe") == "“pipe” in the palette"


def test_a_key_that_begins_sequences_takes_them(said: Said) -> None:
    bindings = load_bindings(said('[keys]\nsort = "g"\nleave = "q q"\n'))
    assert Keymap(bindings).press("list", "g") is NAMED["sort"]
    assert bindings.keys_of(NAMED["top"], "list") == ("home",)
    assert bindings.keys_of(NAMED["top"], "side") == ("g g", "home")
    assert "g g was top, which has Home: sort took it (keys.toml, line 2)." in bindings.notes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[keys]\nstar = "X"\nread = "X"', "keys.toml, line 3: X is star already (keys.toml, line 2); read goes without it."),
        ('[keys]\nstar = "Z"\nread = "Z Z"', "keys.toml, line 3: Z Z cannot be told from Z, which is star already (keys.toml, line 2); read goes without it."),
        ('[list]\nstar = "X"\n[keys]\nread = "X"', "keys.toml, line 4: X is star already (keys.toml, line 2); read goes without it."),
        ('[keys]\nstr = "X"', "keys.toml, line 2: str is no action. Did you mean star?"),
        ('[keys]\nstar = "ctl+x"', "keys.toml, line 2: star: “ctl+x” is no key; there are x, X, ctrl+x, alt+x, f1, space, enter, pagedown and the like, and sequences with spaces between, g x."),
        ('[keys]\nstar = "gs"', "keys.toml, line 2: star: “gs” is no key; a sequence has spaces between: “g s”."),
        ('[keys]\nstar = ""', "keys.toml, line 2: star: a key cannot be empty; an empty list, [], takes all keys away."),
        ("[keys]\nstar = 3", 'keys.toml, line 2: star takes a key or a list of keys in quotation marks, as in "x" or ["x", "g x"].'),
        ('[search]\nstar = "X"', "keys.toml, line 2: star cannot be done in search; it belongs to list, page."),
        ('[search]\ncomplete = "x"', "keys.toml, line 2: complete: x is typed there; take one with Ctrl or a named key."),
        ("[lst]\n", "keys.toml, line 1: lst is none of preset, [keys], [list], [page], [caret], [side], [search], [ask]."),
        ('preset = "emacs"', "keys.toml, line 1: preset is 'emacs'; there are default, newsboat, vim, gmail."),
        ("preset = [1]", "keys.toml, line 1: preset is [1]; there are default, newsboat, vim, gmail."),
        ("[keys", "keys.toml: this is not TOML (Expected ']' at the end of a table declaration). Nothing of the file is used until it is mended."),
        ("[keys]\nquit = []\nleave = []", "keys.toml: quit keeps Ctrl+Q, for else nothing would lead out of list."),
        ("[keys]\ngive_up = []", "keys.toml: give_up keeps Esc, for else nothing would lead out of ask."),
        ('[search]\nleave_search = []\nto_results = []\nquit = "escape"', "keys.toml: leave_search keeps Esc, for else nothing would lead out of search."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_by_name(said: Said, text: str, told: str) -> None:
    bindings = load_bindings(said(text))
    assert [str(fault) for fault in bindings.faults] == [told]
    for place, name in (("list", "down"), ("ask", "give_up")):
        assert bindings.keys_of(NAMED[name], place)  # type: ignore[arg-type]


def test_letters_stay_letters_where_one_types(said: Said) -> None:
    bindings = load_bindings(said('[keys]\nsuspend = "Z"\nquit = "X"\n'))
    assert bindings.faults == ()
    for place in ("search", "ask"):
        assert not any(len(keys) == 1 for keys in bindings.in_place(place))  # type: ignore[arg-type]
        assert bindings.keys_of(NAMED["quit"], place) == ("ctrl+q",)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_leaves_no_action_without_a_key_and_has_no_fault(name: str) -> None:
    bindings = load_preset(name)
    assert (bindings.faults, bindings.notes) == ((), ())
    assert bindings.preset == name
    for command in COMMANDS:
        for place in command.places:
            assert bindings.keys_of(command, place), (command.name, place)


def test_presets_know_what_hands_know(said: Said) -> None:
    def does(preset: str, keys: str, place: str = "list") -> str:
        return load_preset(preset).in_place(place)[keys].name  # type: ignore[index]

    assert [does("newsboat", k) for k in ("enter", "q", "Q", "n", "p", "N", "A", "u", "g")] == [
        "open", "leave", "quit", "next_unread", "previous_unread", "read", "all_read", "follow", "sort",
    ]  # fmt: skip
    assert [does("vim", k) for k in ("g g", "ctrl+d", "Z Z", "ctrl+r", "g x", "y y")] == [
        "top", "screen_down", "quit", "redo", "browser", "copy",
    ]  # fmt: skip
    assert [does("gmail", k, "page") for k in ("j", "k", "u", "z", "l", "* a"[:1] and "s")] == [
        "next_article", "previous_article", "back", "undo", "tag", "star",
    ]  # fmt: skip
    mine = load_bindings(said('preset = "vim"\n[keys]\nstar = "g x"\n'))
    assert (mine.preset, mine.in_place("list")["g x"].name) == ("vim", "star")
    assert mine.keys_of(NAMED["browser"]) == ("o",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ctrl+P", "ctrl+p"), ("C-p", "ctrl+p"), ("^p", "ctrl+p"), ("<c-p>", "ctrl+p"), ("^", "^"),
        ("Esc", "escape"), ("PgDn", "pagedown"), ("↓", "down"), ("shift+g", "G"), ("S-Tab", "shift+tab"),
        ("g  g", "g g"), ("F5", "f5"), ("ctrl+/", "ctrl+slash"), ("alt+ctrl+x", "alt+ctrl+x"), ("+", "+"),
        ("ctrl++", "ctrl+plus"), ("é", "é"), ("<", "<"), ("Return", "enter"), ("-", "-"), ("c", "c"),
    ],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(written: str, read: str) -> None:
    assert read_keys(written) == read


@pytest.mark.parametrize("written", ["", " ", "ctrl+", "foo", "shift+1", "\t", "\x07", "hyper+x"])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(NoSuchKey):
        read_keys(written)


async def test_help_foot_palette_and_sentences_show_the_keys_in_force(
    library: Library, said: Said
) -> None:
    said('preset = "newsboat"\n[keys]\nhelp = "f1"\nstar = "ctrl+x s"\nall = "0"\nstar_ = "x"\n')
    library.welcome()
    async with desk(library) as at:
        await at.sees("keys.toml, line 6: star_ is no action. Did you mean star?")
        assert "F1 help" in at.text
        await at.press("ctrl+x")
        await at.sees("Ctrl+X …")
        await at.press("s")
        await at.until(lambda: library.keys("starred"))
        await at.press("question_mark")
        await at.press("f1")
        await at.sees("Keys (newsboat)", "Esc closes")
        await at.press("end")
        for _ in range(12):
            if "Ctrl+X s  " not in at.text:
                await at.press("pageup")
        await at.sees("Ctrl+X s  ")
        await at.press("q")
        await at.until(lambda: at.app.screen is at.screen)
        await at.press("A")
        await at.sees("z takes it back.")
        await at.press("2")
        await at.sees("Press 0 for all articles.")
        await at.press("colon")
        await at.type("star")
        await at.sees("Star  Ctrl+X s")


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_documentation_are_those_of_the_code(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == renewed(name), "python -m tests.pages renews them"


def test_the_keys_of_the_readme_are_keys_of_the_reader() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    table = readme.split("| key | does |")[1].split("\n\n")[0].replace("\\|", "¦")
    named = {
        k.replace("¦", "|")
        for row in table.splitlines()[2:]
        for k in re.findall(r"`([^`]+)`", row.split("|")[1])
    }
    default = {spoken(b.keys) for b in load_preset(DEFAULT).bound}
    assert named <= default | {"`"}
    assert len(named) > 40
