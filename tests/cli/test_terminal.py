"""What the command line writes to a terminal is cleaned, whoever wrote it; what goes to a pipe is faithful."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from reader.library import open_library
from tests.terminal import Terminal

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b2J\x9d0;owned\x9c\x08\x7f\u202e\u2066\x1bPq\x1b\\"
OWN = re.compile(rb"\x1b\[[01]m")
"""Bold, with which words that were found are shown."""
ALL = """
import json, sys
from reader.cli import main
for order in json.loads(sys.argv[1]):
    print("ORDER", flush=True)
    try:
        code = main(order)
    except SystemExit as end:
        code = end.code
    print("ENDED", code, flush=True)
"""


def test_no_command_writes_what_a_terminal_obeys(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    raw = f"Ferry back\n\nThe ferry {EVIL} sails again, {EVIL}. {'And on. ' * 200}\n".encode()
    document = folder / f"ferry{EVIL.replace('/', '')}.txt"
    document.write_bytes(raw)
    (folder / f"-x{EVIL}").write_bytes(b"")
    rows = [{"title": f"Row {EVIL}", "text": f"Words {EVIL} ferry.", "url": f"https://a.test/{EVIL}",
             "source": f"Paper {EVIL}", "author": f"Ann {EVIL}", "tags": [f"tag{EVIL}"]}]  # fmt: skip
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    library = open_library(tmp_path / "lib")
    library.add([str(folder)])
    keys = library.keys()
    for key in keys:
        library.note(key, f"A note {EVIL}")
    ids = [row.id for row in library.headlines(keys)]
    heads = library.headlines(keys)
    assert len(heads) == 2, [head.title for head in heads]
    (ferry,) = [head.id for head in heads if head.title.startswith("Ferry")]
    library.update_index()
    library.close()
    orders = [
        ["list"], ["list", "--json"], ["search", "ferry"], ["search", "ferry", "--json"], ["search", f"x{EVIL}"],
        *(["show", name] for name in ids), *(["show", "--raw", name] for name in ids), ["show", "--json", ferry],
        *(["export", *ids, "--format", kind] for kind in ("md", "html", "txt", "json")), ["tags"], ["note", ferry],
        ["related", ferry], ["preview", str(document)], ["add", str(folder)], ["add", str(folder / f"none{EVIL}")],
        ["show", f"none{EVIL}"], ["list", f"--no{EVIL}"], [f"nothing{EVIL}"], ["unfollow", EVIL], ["follow", f"a{EVIL}"],
        ["settings", "get", f"x{EVIL}"], ["backup", f"/none{EVIL}/x"], ["restore", f"/none{EVIL}"], ["saved", "show", EVIL],
        ["saved", "add", f"n{EVIL}", "ferry"], ["saved"], ["feeds", "import", f"/none{EVIL}"], ["doctor"], ["stats"], ["check"],
        ["feeds"], ["tags", "rename", f"a{EVIL}", "b"], ["path"], ["undo"], ["export", ferry, "--to", f"/proc/none{EVIL}"],
    ]  # fmt: skip
    environment = {"BROADSHEET_LIBRARY": str(tmp_path / "lib")}
    command = [sys.executable, "-c", ALL, json.dumps(orders)]
    with Terminal(command, cols=200, rows=50, env=environment) as terminal:
        terminal.wait_for_end(60)
        written = terminal.raw
    assert written.count(b"ORDER") == written.count(b"ENDED") == len(orders)
    rest = OWN.sub(b"", written).replace(b"\r\n", b"\n").decode("utf-8")
    bad = [row for row in rest.split("\n") if not row.isprintable()]
    assert bad == []
    assert b"owned" in written  # it was there to be obeyed

    for order, wanted in ((["show", "--raw", ferry], raw),):
        done = subprocess.run(
            [sys.executable, "-m", "reader", *order], env={**os.environ, **environment},
            cwd=Path(__file__).parents[2], capture_output=True, check=True,
        )  # fmt: skip
        assert done.stdout == wanted


def test_columns_have_names_for_a_person_and_none_for_a_program(tmp_path: Path) -> None:
    library = open_library(tmp_path / "lib")
    library.feeds.read_list(
        b"<opml><body><outline xmlUrl='https://a.test/f' text='Feed'/></body></opml>"
    )
    library.close()
    environment = {"BROADSHEET_LIBRARY": str(tmp_path / "lib")}
    command = [sys.executable, "-m", "reader", "feeds"]
    with Terminal(command, cols=80, rows=20, env=environment) as terminal:
        terminal.wait_for_end(60)
        shown = [row.split() for row in terminal.raw.decode().splitlines()]
    piped = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True
    )
    row = ["1", "0", "Feed", "(not", "fetched", "yet)"]
    assert shown == [["feed", "unread", "name"], row]
    assert [line.split() for line in piped.stdout.splitlines()] == [row]
