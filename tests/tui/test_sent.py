"""What a terminal is sent besides the picture: its clipboard, the name of its window, nothing else."""

from __future__ import annotations

import base64
import json
import re
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

from reader import __version__
from reader.library import Library
from reader.store import facts
from tests.terminal import Terminal

Write = Callable[..., Path]

ADDRESS, LINK = "https://example.org/ferry?a=1&b=%C3%A9", "https://example.org/timetable"
HOSTILE = "Ferry \x1b]0;pwned\x07\x1b]52;c;cHduZWQ=\x07\u202eback\x9c in -- service"
OSC = re.compile(rb"\x1b\](0|52);(.*?)(?:\x07|\x1b\\)|\x1b\[(2[23]);0t")
"""Name of the window, clipboard; the name kept (22) and given back (23)."""
APP = "Broadsheet"
STILL_S = 0.6
"""Longer than a caret that blinks stays as it is."""


def started(library: Library, **env: str) -> Terminal:
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.update_index()
    library.close()
    quiet = {"BROADSHEET_FEEDS_REFRESH": "false", **env}
    folder = str(library.paths.folder)
    return Terminal(["--library", folder], env=quiet, forked=True)


def sent(terminal: Terminal, since: int = 0) -> list[str]:
    """Everything of that kind, in the order in which it was sent."""
    parts = OSC.findall(terminal.raw[since:])
    return [" ".join(filter(None, (a, text.decode(), c.decode()))) if (a := kind.decode()) else c.decode() for kind, text, c in parts]  # fmt: skip


def copied(text: str) -> str:
    return f"52 c;{base64.b64encode(text.encode()).decode()}"


def test_what_is_copied_and_the_name_of_the_window_are_sent_and_nothing_else(
    library: Library, write: Write
) -> None:
    record = {"title": HOSTILE, "url": ADDRESS, "text": "Back.\n\nAt last.", "date": "2020-01-02"}
    library.add([str(write("a.jsonl", json.dumps(record) + "\n"))])
    page = f"<title>Timetable</title><p>See <a href='{LINK}'>the timetable</a> and more words.</p>"
    library.add([str(write("b.html", page))])
    ferry, whole = "Ferry back in – service", f"0 All · 2 unread — {APP}"
    with started(library) as terminal:
        terminal.wait_for("1/2")
        terminal.wait_for(lambda t: sent(t)[-1:] == [whole])
        assert sent(terminal)[0] == "22"
        assert set(sent(terminal)[1:]) <= {f"0 All — {APP}", whole}
        for keys, then in [
            ("Gy", [copied(ADDRESS)]),  # of the article under the cursor, in the list
            ("\r", [f"0 {ferry} — {APP}"]),
            ("y", [copied(ADDRESS)]),
            ("ggvvey", [copied("Ferry")]),  # the selected text
            ("K", [f"0 Timetable — {APP}"]),
            ("Y1", [copied(LINK)]),
            ("|cat\r", ["0", "23"]),  # another program has the terminal
            ("\r", ["22", f"0 Timetable — {APP}"]),
            ("q", [f"0 All — {APP}"]),
            ("2", [f"0 Unread — {APP}"]),
            ("\x11", ["0", "23"]),
        ]:
            before = terminal.written
            terminal.type(keys)
            if then:
                terminal.wait_for(lambda t, b=before, w=then: len(sent(t, b)) >= len(w))  # type: ignore[misc]
            if keys == "\x11":
                terminal.wait_for_end()
            elif keys == "|cat\r":
                terminal.wait_for("Enter goes back")
            else:
                terminal.read_until_quiet(0.2)
            assert sent(terminal, before) == then, keys
    assert b"pwned" not in terminal.raw


def test_with_reduced_motion_nothing_moves_or_blinks_by_itself(
    library: Library, write: Write
) -> None:
    library.add([str(write("a.txt", "Ferry\n\n" + "It sails. " * 2000))])
    with started(library, BROADSHEET_ACCESS_REDUCED_MOTION="true") as terminal:
        terminal.wait_for("1/1")
        for keys, shown in [("/fer", "1 found"), ("t", "Tags"), ("c", "Note on"), (":", "Actions")]:
            terminal.type(keys)
            terminal.wait_for(shown)
            terminal.read_until_quiet(STILL_S)
            assert time.perf_counter() - terminal.last_read >= STILL_S, keys
            terminal.type("\x1b")
            terminal.wait_for(lambda t, shown=shown: shown not in t.text)  # type: ignore[misc]
        terminal.type("\x11")
        terminal.wait_for_end()


def test_ctrl_c_ends_the_program_that_has_the_terminal_and_not_the_reader(
    library: Library, write: Write
) -> None:
    library.add([str(write("a.txt", "Ferry\n\nIt sails."))])
    running = "echo it runs; exec sleep 30"
    editor = f"sh -c {shlex.quote(running)}"
    with started(library, EDITOR=editor) as terminal:

        def press(*keys: str, shows: str) -> None:
            """What was there before is no answer."""
            mark = terminal.written
            terminal.send(*keys)
            terminal.wait_for(lambda t: shows.encode() in t.raw[mark:])

        terminal.wait_for("1/1")
        for key, number in [("ctrl+c", 2), ("ctrl+backslash", 3)]:
            press(f"|{editor}\r", shows="it runs\r\n")
            press(key, shows=f"sh ended with -{number}; Enter goes back")
            # Nothing is left that these could end.
            press("ctrl+c", "ctrl+backslash", "enter", shows="1/1")
        press("c", shows="Note on")
        press("\x05", shows="it runs\r\n")
        press("ctrl+c", shows="The note is as it was")
        terminal.type("\x13")
        terminal.wait_for(lambda t: "Note on" not in t.text)
        terminal.send("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_ctrl_z_gives_the_terminal_back_to_the_shell_and_fg_the_same_list_again(
    library: Library, write: Write
) -> None:
    rows = [{"title": f"Ferry {n}", "text": "Back.", "date": f"2020-01-{n}"} for n in range(10, 20)]
    library.add([str(write("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows)))])
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.close()
    command = [sys.executable, "-m", "reader", "--library", str(library.paths.folder)]
    quiet = {"BROADSHEET_FEEDS_REFRESH": "false", "PS1": "ready$ "}
    with Terminal(["sh", "-i"], env=quiet) as terminal:  # without a shell nobody could stop it

        def since(mark: int, *parts: bytes) -> Callable[[Terminal], bool]:
            return lambda t: all(part in t.raw[mark:] for part in parts)

        terminal.wait_for("ready$")
        terminal.type(f"{shlex.join(command)}\r")
        terminal.wait_for("1/10")
        terminal.type("jj")
        terminal.wait_for("3/10")
        mark = terminal.written
        terminal.send("ctrl+z")
        terminal.wait_for(since(mark, b"\x1b[?1049l", b"ready$"))
        mark = terminal.written
        terminal.type("stty -a; echo $((6 * 7))\r")
        terminal.wait_for(since(mark, b"\r\n42\r\n", b"ready$"))
        modes = terminal.raw[mark:].decode().replace(";", " ").split()
        assert {"icanon", "echo", "isig"} <= set(modes)
        mark = terminal.written
        terminal.type("fg\r")
        terminal.wait_for(since(mark, b"\x1b[?1049h", b"3/10"))
        terminal.type("j")
        terminal.wait_for("4/10")
        terminal.type("q")
        terminal.wait_for(since(mark, b"ready$"))
