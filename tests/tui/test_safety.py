"""Nothing that strangers write is obeyed by the terminal, wherever it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from reader import __version__
from reader.library import Library, open_library
from reader.store import facts
from reader.tui.filters import TextOnly, Uncoloured
from tests.terminal import Terminal

Write = Callable[..., Path]

ATTACKS = [
    "\x1b]52;c;cHduZWQ=\x07",  # the clipboard
    "\x1b]0;pwned\x07",  # the window's title
    "\x1b]8;;http://evil.example/\x1b\\click\x1b]8;;\x1b\\",  # a link
    "\x1b[2J\x1b[31;42mred",
    "\x9b2J\x9d52;c;cHduZWQ=\x9c",
    "\x1bPqpwned\x1b\\\x1b_pwned\x1b\\\x1b^pwned\x1b\\\x1bXpwned\x1b\\",
    "\x1bc\x1b7\x1b#8",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "bell\x07 back\x08\x08 null\x00 delete\x7f",
    "[@click=app.quit]quit[/] [bold]bold[/bold] [/foo] [link=http://evil.example]x[/link]",
]
ALL = " ".join(ATTACKS)
NAUGHTY = [
    "NULL", "undefined", "None", "nan", "-1e309", "0x0", "\\", '"', "'", "''", "`id`", "$(id)", "${HOME}", "%s%n%d",
    "{0}", "{{7*7}}", "'; DROP TABLE articles;--", "<script>alert(1)</script>", "<!--", "]]>", "&lt;b&gt;", "../../etc/passwd",
    "[", "]", "[/]", "[[bold]", "[red", "\\[bold]", "[@click='app.quit()']now[/]", "[link='x", "[$primary]", "[on red]x", "[b]" * 50,
    "* OR NOT AND (", '"open phrase', "is:is:is:", "sort:-1", "a~9 ~ ^", "/(a+)+$/", "tag:[", "\u200b\u200c\u2060\ufeff",
    "\u2028line\u2029paragraph", "Z\u0351\u036b\u0343a\u0335\u0334" + "\u0319" * 200, "\ufdfd" * 9, "W" * 3000, "👨\u200d👩\u200d👧" * 40,
    "\U0001f3fb\U0001f3ff", "🏳\ufe0f\u200d🌈", "\U0001f1e6" * 9, "e\U000e0020\U000e007f", "הספר العربية ‏RLM", "नमस्ते क्षत्रिय", "ᄒ" * 40, "１２３", "\ue000\uf8ff", "\uffff\ufffe", "\xa0\u3000\u2003",
]  # fmt: skip
"""What has broken programs without being an escape: syntax of all kinds, and strange letters."""
OURS = re.compile(
    rb"\x1b\[[\d;]*[mGH]|\x1b\[\?\d+(?:[hl]|\$p)|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"
    rb"|\x1b\]8;(?:id=[\w.-]*)?;(?:https?://(?:example\.org|x\.example)/[!-~]*|http://evil\.example)?\x1b\\"
    rb"|\x1b\[2[23];0t|\x1b\]0;(?:[^\x00-\x1f\x7f]* \xe2\x80\x94 Broadsheet)?\x07"
)
"""Every sequence that the reader itself writes: styles, places, modes, the mouse pointer's
shape, links, the window's name as it is put together from clean text. No clipboard, no
clearing of the screen. `http://evil.example` is written out in a text and so a link; the one
smuggled in ends with a slash."""
NEVER = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


@pytest.fixture
def attacked(library: Library, write: Write) -> Library:
    """Every field of an article, a tag, a note and a saved search try it."""
    record = {
        "title": f"Title {ALL}",
        "author": f"Author {ALL}",
        "source": f"Source {ALL}",
        "text": f"Needle {ALL}\n\nMore {ALL}",
        "url": "https://example.org/",
        "tags": [ALL],
        "date": "2020-01-01",
    }
    library.add([str(write("news.jsonl", json.dumps(record) + "\n"))])
    html = f"<title>{ALL}</title><p>Needle in the page.</p><p><a href='http://x.example/{ALL}'>{ALL}</a><img alt='{ALL}' src='http://x.example/a.png'><pre>{ALL}</pre>"
    library.add([str(write("page.html", html))])
    library.update_index()
    key = library.keys()[-1]
    library.tag([key], [f"tag{ALL}"], [])
    library.note(key, f"Note {ALL}")
    library.save_search(f"Saved {ATTACKS[0]}{ATTACKS[3]}{ATTACKS[7]}", "needle")
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.close()
    return library


def audit(terminal: Terminal) -> None:
    """Fails with what was let through and where: anything that is neither ours nor text."""
    names = b"".join(re.findall(rb"\x1b\]0;([^\x07]*)\x07", terminal.raw))
    text = (OURS.sub(b"", terminal.raw) + names).decode()  # 8-bit controls are no UTF-8
    found = NEVER.search(text)
    assert not found, text[max(0, found.start() - 80) : found.end() + 40]


def spoil(library: Library) -> None:
    """Write the attacks past the first lock, straight into the store."""
    outline = "<opml><body><outline text='Folder'><outline xmlUrl='http://127.0.0.1:9/feed' text='Feed'/></outline></body></opml>"
    library.feeds.read_list(outline.encode(), private=True)
    with library._database.writing() as db:
        for table, column in [
            ("articles", "title"), ("articles", "source"), ("articles", "author"),
            ("feeds", "name"), ("feeds", "title"), ("feeds", "site"), ("feeds", "address"), ("filed", "path"),
            ("polls", "trouble"), ("tags", "name"), ("saved", "name"), ("notes", "text"), ("searches", "query"),
        ]:  # fmt: skip
            db.execute(f"UPDATE {table} SET {column} = {column} || ' ' || ?", (ALL,))
        db.execute("UPDATE polls SET failures = 3, status = 500")


def test_no_place_on_the_screen_lets_it_through(attacked: Library) -> None:
    library = open_library(attacked.paths.folder)
    spoil(library)
    library.close()
    folder = str(attacked.paths.folder)
    pasted = "foo:\u202e\u2066[@click=app.quit]x[/] \x9b2J \u009d52;c;eA==\u009c needle"
    command = ["--library", folder]
    quiet = {"BROADSHEET_FEEDS_REFRESH": "false"}
    with Terminal(command, cols=140, rows=50, env=quiet, forked=True) as terminal:
        terminal.wait_for("Title")
        terminal.wait_for("Saved")
        for keys, wanted in [
            ("jl", "More"),
            ("\x06needle\r", "1 of"),
            ("\x1b", "Title"),
            ("f", "Follow the link"),  # the address that one of them writes out
            ("\x1b", "Title"),
            ("\x1bc", "Note on"),
            ("\x1b", "Title"),
            ("t\t", "Tags"),
            ("\x1b", "Title"),
            ("gf", "Folder"),  # the lists at the left: feeds, folders, tags, saved searches
            ("j,n", "Name of the feed"),
            ("\x1b", "Folder"),
            (",f", "Folders of"),
            ("\x1b", "Folder"),
            (",u", "y unfollows"),
            ("\x1b", "Folder"),
            (",d", "Feed doctor"),
            ("\x1b", "Folder"),
            ("\x1b", "Title"),
            ("/needle ", "2 found"),
            ("\r", "1/2"),
            ("W\x1b", "1/2"),
            ("*", "2 found"),
            (f"/\x1b[200~{pasted}\x1b[201~", "foo:"),
            ("\r", "was searched as text"),  # with a hint that there is no such field
            ("\x1b", "Title"),
            (f"|\x1b[200~{pasted}\x1b[201~\r", "cannot be"),
            ("|nonesuch\r", "cannot be started"),
            ("?", "Keys"),
            ("\x1b", "Title"),
            (":", "Actions, lists"),
            ("folder", "Folder: "),
            ("\x1b", "Title"),
        ]:
            terminal.type(keys)
            terminal.wait_for(wanted)
            terminal.read_until_quiet(0.3)  # Esc and a key at once would be one key with Alt
        terminal.type("\x11")
        assert terminal.wait_for_end() == 0
        audit(terminal)


def test_the_command_line_lets_nothing_through_to_a_terminal(attacked: Library) -> None:
    folder = str(attacked.paths.folder)
    for command in (
        ["list"],
        ["search", "needle"],
        ["saved"],
        ["tags"],
        ["search", "--facets", "needle"],
    ):
        with Terminal(["--library", folder, *command], forked=True) as terminal:
            terminal.wait_for_end()
            audit(terminal)


def test_without_colour_no_code_of_colour_is_sent(attacked: Library) -> None:
    folder = str(attacked.paths.folder)
    command = ["--library", folder]
    with Terminal(command, env={"NO_COLOR": "1"}, forked=True) as terminal:
        terminal.wait_for("Title")
        terminal.type("x/needle ")
        terminal.wait_for("2 found")
        terminal.type("\r\r")
        terminal.wait_for("Needle")
        codes = [
            code
            for sgr in re.findall(rb"\x1b\[([\d;]*)m", terminal.raw)
            for code in sgr.split(b";")
        ]
        coloured = {
            b"38",
            b"48",
            *(b"%d" % n for n in [*range(30, 38), *range(40, 48), *range(90, 108)]),
        }
        assert not coloured & set(codes)
        assert b"7" in codes  # the row under the cursor
        assert b"1" in codes  # what is unread


def test_the_last_lock_takes_out_what_a_terminal_obeys() -> None:
    red = Style(color="red", bold=True, link="https://example.org")
    segments = [Segment("plain", red), Segment(ALL, red)]
    kept = TextOnly().apply(segments, Color(0, 0, 0))
    assert kept[0] is segments[0] or kept[0] == segments[0]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", kept[1].text)
    trap = Style(link="https://a/\x1b\\\x1b]52;c;eA==\x07", bold=True)
    (shown,) = TextOnly().apply([Segment("text", trap)], Color(0, 0, 0))
    assert shown.style
    assert (shown.style.link, shown.style.bold) == (None, True)
    bare = Uncoloured().apply(segments, Color(0, 0, 0))
    assert bare[0].style is not None
    assert (bare[0].style.color, bare[0].style.bold, bare[0].style.link) == (None, True, "https://example.org")  # fmt: skip


def test_naughty_strings_are_shown_as_they_are_everywhere(library: Library, write: Write) -> None:
    records = [
        {"title": f"{text} end", "author": text, "source": f"Source {text}", "text": f"{text}\n\nNeedle {text}",
         "tags": [text], "date": f"2020-01-01T00:00:{number:02}Z"}
        for number, text in enumerate(NAUGHTY)
    ]  # fmt: skip
    library.add([str(write("news.jsonl", "".join(json.dumps(r) + "\n" for r in records)))])
    library.update_index()
    for number, (key, text) in enumerate(zip(library.keys(), NAUGHTY, strict=True)):
        library.note(key, f"Note {text}")
        library.save_search(f"Saved {number} {text}"[:60], f"needle {text}"[:200])
    feeds = "".join(f"<outline xmlUrl='http://127.0.0.1:9/{n}'/>" for n, _ in enumerate(NAUGHTY))
    library.feeds.read_list(f"<opml><body>{feeds}</body></opml>".encode(), private=True)
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
        for number, text in enumerate(NAUGHTY):
            at = (f"http://127.0.0.1:9/{number}",)
            db.execute("UPDATE feeds SET name = ? WHERE address = ?", (f"{text} feed", *at))
            db.execute(
                "UPDATE polls SET failures = 9, status = 500, trouble = ? WHERE feed = (SELECT feed FROM feeds WHERE address = ?)",
                (text, *at),
            )
    library.close()
    command = ["--library", str(library.paths.folder)]
    with Terminal(
        command, cols=130, rows=70, env={"BROADSHEET_FEEDS_REFRESH": "false"}, forked=True
    ) as at:
        at.wait_for("Saved")
        for text in ("[/] end", "[$primary] end", "{{7*7}} end"):
            at.type("/" + text + " ")
            at.wait_for(text)
            at.type("\x1b")
            at.read_until_quiet(0.3)
            at.type("\x1b")
            at.read_until_quiet(0.3)
        for keys, wanted in [
            ("gf", "! 0x0 feed"),  # what the feeds are called, what is wrong with them
            ("G", "{{7*7}} feed"),
            (",d", "Feed doctor"),
            ("    ", "Feed doctor"),
            ("\x1b", "{{7*7}} feed"),
            *((f"a\x1b[200~{text}\x1b[201~\r", text) for text in ("[/]", "{0}", "[$primary]")),
            ("\x1b", " 1/57"),
        ]:
            at.type(keys)
            at.wait_for(wanted)
            at.read_until_quiet(0.1)
        for number in range(len(NAUGHTY)):
            at.type("j")
            at.wait_for(f" {number + 2}/" if number + 2 <= len(NAUGHTY) else f"{len(NAUGHTY)}/")
        for start in range(0, len(NAUGHTY), 8):
            pasted = " ".join(NAUGHTY[start : start + 8])
            at.type(f"/\x1b[200~{pasted}\x1b[201~\r")  # searched for
            at.read_until_quiet(0.1)
            at.type("\x1b")
            at.read_until_quiet(0.1)
        at.read_until_quiet(0.5)
        at.type("\x11")
        assert at.wait_for_end() == 0
        audit(at)
