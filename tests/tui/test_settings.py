"""What a person wrote into settings.toml, on the screen: obeyed, or told and done without."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import __version__
from reader.library import Library
from reader.store import facts
from reader.tui.outside import run_aside, words
from reader.tui.render import when
from tests.filling import Filled
from tests.pilot import desk
from tests.terminal import Terminal

Write = Callable[..., Path]
NOON = 1_767_528_000  # 2026-01-04, 12:00 UTC


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str], None]:
    """Writes settings.toml where this test's reader looks for it."""

    def write(text: str) -> None:
        path = tmp_path / "own config" / "settings.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    return write


def stock(library: Library, folder: Path) -> None:
    """One story with an address."""
    page = (
        "---\ntitle: Ferry\nurl: https://example.org/ferry\ndate: 2020-01-04\n---\n\nIt crosses.\n"
    )
    (folder / "ferry.md").write_text(page, "utf-8")
    library.add([str(folder / "ferry.md")])
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """One story with an address."""
    return filled(stock)


Said = Callable[[str], None]


async def test_what_was_written_holds_and_a_key_changes_it_until_one_leaves(
    stocked: Library, said: Said
) -> None:
    said('look.theme = "paper"\nlook.density = "one"\nlook.measure = 60\nlook.dates = "iso"\n')
    for _ in range(2):
        async with desk(stocked) as at:
            await at.sees("2020-01-04")
            assert at.app.theme == "paper"
            assert at.screen.headlines.density == "one"
            assert at.screen.page.measure == 60
            await at.press("T")
            await at.sees("Theme: ink. The next time it is as settings.toml says.")
            await at.press("D", "greater_than_sign")
            assert at.screen.page.measure == 65


async def test_what_cannot_be_meant_is_told_in_one_line_and_the_screen_opens(
    stocked: Library, said: Said
) -> None:
    said('[look]\nmeasure = 7\ntheme = "papre"\n')
    async with desk(stocked) as at:
        await at.sees("settings.toml, line 2: look.measure is 7;", "`broadsheet settings check`")
        assert (at.app.theme, at.screen.page.measure) == ("ink", 76)
    said("[look\n")
    async with desk(stocked) as at:
        await at.sees("settings.toml, line 1: this is not TOML")


async def test_addresses_are_opened_and_copied_by_the_commands_that_were_set(
    stocked: Library, said: Said, tmp_path: Path
) -> None:
    script = tmp_path / "it"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/$1"; echo "no luck" >&2; exit ${{3:-0}}\n')
    script.chmod(0o755)
    said(f"[commands]\nopen = '{script} {{url}}'\ncopy = '{script} copied'\n")
    script.write_text(
        f'#!/bin/sh\nprintf %s "$1" >> "{tmp_path}/words"; cat >> "{tmp_path}/given"\n'
    )
    async with desk(stocked) as at:
        await at.press("o")
        await at.until(lambda: (tmp_path / "words").exists())
        await at.press("y")
        await at.sees("Copied https://example.org/ferry")
    assert (tmp_path / "words").read_text() == "https://example.org/ferrycopied"
    assert (tmp_path / "given").read_text() == "https://example.org/ferry"
    script.write_text("#!/bin/sh\ncat >/dev/null; echo warning; echo 'no luck.' >&2; exit 3\n")
    async with desk(stocked) as at:
        await at.press("y")
        await at.sees("Nothing was copied: ", "it ended with 3: no luck.")
        await at.press("o")
        await at.sees("it ended with 3: no luck. The address: https")
    script.unlink()
    async with desk(stocked) as at:
        await at.press("y")
        await at.sees("it cannot be started: No such file or directory.")


def test_commands_that_draw_in_the_terminal_are_given_it(
    stocked: Library, said: Said, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "look.tick = 9999" >> "$1"\n')
    editor.chmod(0o755)
    said(f"commands.open = \"!sh -c 'echo drawn $0; read x'\"\ncommands.editor = '{editor}'\n")
    folder = str(stocked.paths.folder)
    stocked.close()
    with Terminal(["--library", folder], forked=True) as terminal:
        terminal.wait_for("Ferry")
        terminal.type("o")
        terminal.wait_for("drawn https://example.org/ferry")
        terminal.send("enter")
        terminal.wait_for(lambda t: "drawn" not in t.text and "Ferry" in t.text)
        terminal.type("g,")
        terminal.wait_for(
            "settings.toml, line 3: look.tick is 9999; a whole number from 0 to 3,600"
        )
        terminal.type("c")
        terminal.wait_for("Note on")
        terminal.type("ask\x05")
        terminal.wait_for("look.tick = 9999")  # what the editor put into the note
        terminal.type("\x1b")
        terminal.wait_for("Note saved")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


async def test_articles_are_shared_by_the_commands_that_were_named(
    stocked: Library, said: Said, tmp_path: Path
) -> None:
    async with desk(stocked) as at:
        await at.press("O")
        await at.sees("No command to share with: settings.toml has none.")
    script = tmp_path / "post"
    script.write_text(
        f'#!/bin/sh\nprintf "%s|" "$@" > "{tmp_path}/words"; cat > "{tmp_path}/given"\n'
    )
    script.chmod(0o755)
    said(f"[share]\nmasto = \"{script} '{{title}}: {{url}}'\"\nmail = 'false {{id}}'\n")
    async with desk(stocked) as at:
        await at.press("O")
        await at.sees("Share with (masto, mail)")
        await at.type("ma")
        await at.press("enter")
        await at.sees("“ma” could be masto or mail.")
        await at.press("O")
        await at.type("mas")
        await at.press("enter")
        await at.sees("Shared with masto: “Ferry”.")
        assert (tmp_path / "words").read_text() == "Ferry: https://example.org/ferry|"
        assert (tmp_path / "given").read_text() == "Ferry\nhttps://example.org/ferry\n"
        await at.press("colon")
        await at.type_ahead("with mail")
        await at.sees("Share with mail  O")
        await at.press("enter")
        await at.sees("Not shared: false ended with 1.")


async def test_the_palette_offers_lists_and_themes_with_the_keys_that_lead_there(
    stocked: Library,
) -> None:
    stocked.tag(stocked.keys(), ["sea [b]air[/b]"])
    stocked.save_search("Ships", "ferry")
    stocked.update_index()
    async with desk(stocked, (80, 24)) as at:
        await at.press("colon")
        await at.until(lambda: at.screen.lists)
        await at.type_ahead("tag: sea")
        await at.sees("Tag: sea [b]air[/b]  g t", "1 unread of 1")
        await at.press("enter")
        await at.until(lambda: at.screen.bar.query_text == 'tag:"sea [b]air[/b]"')
        await at.sees("sea [b]air[/b] 1/1")
        await at.press("colon")
        await at.type_ahead("ships")
        await at.sees("Saved search: Ships  g /")


async def test_the_palette_finds_every_setting_by_name_with_the_key_that_leads_there(
    stocked: Library,
) -> None:
    async with desk(stocked, (100, 30)) as at:
        for typed, *seen in [
            ("theme", "Theme: paper  T$", "Theme: ink$", "Theme: ansi-dark$"),
            ("rows", "Rows: one line  D$", "Rows: two lines$"),
            ("line length", "Line length: 71 characters  <", "Line length: 90 characters$"),
            ("order", "Order: oldest first  S$", "Order: by source$"),
            ("link numbers", "Link numbers: hidden  #$", "As it is now"),
            ("feeds.refresh", "Setting: feeds.refresh = true  g ,"),
        ]:
            await at.press("colon")
            await at.type_ahead(typed)
            for name in seen:  # "$" for where the card's line ends
                end = r" *(│|▏|  |$)" if name.endswith("$") else ""
                wanted = re.compile(re.escape(name.rstrip("$")) + end, re.MULTILINE)
                await at.until(lambda wanted=wanted: wanted.search(at.text), f"for {name}")
            await at.press("escape")
        await at.press("colon")
        await at.type_ahead("rows one line")
        await at.sees("Rows: one line  D")
        await at.press("enter")
        await at.until(lambda: at.screen.headlines.density == "one")
        await at.press("colon")
        await at.type_ahead("by source")
        await at.sees("Order: by source")
        await at.press("enter")
        await at.sees("By source.")
        assert at.screen.where("").order == "feed"


@pytest.mark.parametrize("colours", ["millions", "256", "16", "none"])
def test_no_more_colours_are_sent_than_were_asked_for(
    stocked: Library, said: Said, colours: str
) -> None:
    said(f'look.colours = "{colours}"\n')
    folder = str(stocked.paths.folder)
    with Terminal(["--library", folder], forked=True) as terminal:
        terminal.wait_for("Ferry")
    codes = b" ".join(re.findall(rb"\x1b\[[\d;]*m", terminal.raw))
    sent = set()
    for kind, code in (("millions", rb"[34]8;2;\d+;\d+;\d+"), ("256", rb"[34]8;5;\d+")):
        sent |= {kind} if re.search(code, codes) else set()
        codes = re.sub(code, b"", codes)
    sent |= {"16"} if re.search(rb"[;\[](?:[34]|9|10)[0-7][;m]", codes) else set()
    assert sent == {colours} - {"none"}


def test_words_of_a_command_stay_words_whatever_they_are_filled_with() -> None:
    told = words('say "{title}: {url}" {title} -x{title}', title='-a "b" {url}', url="u")
    assert told == [
        "say",
        '-a "b" {url}: u'.replace("-a", " -a", 1),
        ' -a "b" {url}',
        '-x-a "b" {url}',
    ]
    assert (
        run_aside([sys.executable, "-c", "import sys; sys.exit(sys.stdin.read() != 'é')"], "é")
        == ""
    )


@pytest.mark.parametrize(
    ("moment", "published", "date", "iso"),
    [
        (NOON - 3600, "2026-01-04T11:00:00Z", "11:00", "2026-01-04"),
        (NOON - 3600, "2026-01-04", "today", "2026-01-04"),
        (NOON - 86400 * 3, "", "1 Jan", "2026-01-01"),
        (NOON - 86400 * 400, "2024-11-30", "Nov 2024", "2024-11-30"),
        (1e18, "", "", ""),
    ],
)  # fmt: skip
def test_dates_are_told_as_was_asked(moment: float, published: str, date: str, iso: str) -> None:
    from datetime import UTC

    assert when(moment, NOON, published, "date", UTC) == date
    assert when(moment, NOON, published, "iso", UTC) == iso


async def test_the_palette_and_help_know_actions_by_the_words_of_others(stocked: Library) -> None:
    async with desk(stocked, (100, 30)) as at:
        for typed, seen in [
            ("subscribe", "Follow a feed  a"),
            ("unsubscribe", "Unfollow  , u"),
            ("remove", "Delete  d d or Delete"),
            ("bookmark", "Star  s"),
            ("export", "Pipe  |"),
        ]:
            await at.press("colon")
            await at.type_ahead(typed)
            await at.sees(seen)
            await at.press("escape")
        await at.press("colon")
        await at.type_ahead("undo brings")  # letters that stand somewhere are not enough
        await at.sees("Delete  d d")
        assert "Setting:" not in at.text
        await at.press("escape", "question_mark", "slash")
        await at.type_ahead("subscribe")
        await at.sees("Follow a feed by its address")
