"""The whole thing as a person has it: a real terminal, the built wheel, a folder elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import open_library
from tests.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent


def reader(folder: Path) -> list[str]:
    return [sys.executable, "-m", "reader", "--library", str(folder)]


def open_reader(folder: Path, cols: int = 120, rows: int = 36) -> Terminal:
    """A terminal with the reader; where its start is no part of what is tested."""
    return Terminal(["--library", str(folder)], cols=cols, rows=rows, forked=True)


def test_a_first_session_in_a_terminal(tmp_path: Path) -> None:
    with Terminal(reader(tmp_path / "lib"), cols=120, rows=36) as terminal:
        terminal.wait_for("Getting around")
        terminal.send("enter")
        terminal.wait_for("Broadsheet shows a list of articles")
        terminal.send("s")
        terminal.wait_for("★")
        terminal.send("q")
        terminal.wait_for(lambda t: "Enter open" in t.text)
        terminal.send("/")
        terminal.type("rare earths")
        terminal.wait_for(lambda t: "Long Call" in t.screen[1])
        terminal.send("escape")
        terminal.wait_for(lambda t: "Getting around" in t.screen[1])
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1049l" in terminal.raw
    made = list((tmp_path / "lib").rglob("*"))
    assert "library.sqlite" in {path.name for path in made}
    assert [path for path in made if path.stat().st_mode & 0o077] == []
    library = open_library(tmp_path / "lib")
    starred = library.headlines(library.keys("starred"))
    assert [(h.title, h.read) for h in starred] == [("Getting around", True)]
    assert not library.check().differs
    library.close()


def test_the_screen_is_there_also_where_standard_error_leads_elsewhere(tmp_path: Path) -> None:
    command = 'exec "$0" -m reader --library "$1" 2> "$2"'
    arguments = [sys.executable, str(tmp_path / "lib"), str(tmp_path / "errors")]
    with Terminal(["sh", "-c", command, *arguments], cols=120, rows=36) as terminal:
        terminal.wait_for("Getting around", 30)
        terminal.send("ctrl+q")
        assert terminal.wait_for_end(30) == 0
    assert (tmp_path / "errors").read_bytes() == b""


def test_keys_that_come_together_are_done_in_their_order(tmp_path: Path) -> None:
    with open_reader(tmp_path / "lib") as terminal:
        terminal.wait_for("Getting around")
        for typed, stands in [
            ("abc\x7f\x7fde", "ade"),
            ("flood\x7f\x7f\x7ffire", "flfire"),
            ("flood\x1b[D\x1b[DX", "floXod"),
            ("flood\x15ferry", "ferry"),
            ("hurricane florida" + 7 * "\x7f" + "cuba\r/", "hurricane cuba"),
        ]:
            terminal.type(f"/{typed}")
            terminal.wait_for(lambda t, stands=stands: f" / {stands}  " in t.text, 30)
            terminal.type("\x1b")
            terminal.wait_for("Search everything", 30)
        terminal.type("cne ab\x7fx\x1b")
        terminal.wait_for("✎", 30)
        terminal.send("ctrl+q")
        assert terminal.wait_for_end(30) == 0
    with closing(open_library(tmp_path / "lib")) as library:
        assert library.search('note:"ne ax"').total == 1


@pytest.mark.parametrize(("cols", "rows"), [(80, 24), (40, 15)])
def test_a_small_terminal_is_enough(tmp_path: Path, cols: int, rows: int) -> None:
    with open_reader(tmp_path / "lib", cols, rows) as terminal:
        terminal.wait_for("Getting around")
        terminal.send("j", "enter")
        terminal.wait_for(lambda t: "Press / and type" in t.text.replace("\n", " "))
        terminal.send("q", "?")
        terminal.wait_for("Esc closes")
        terminal.send("escape")
        terminal.wait_for("Getting around")
        terminal.send("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_hostile_text_writes_nothing_to_the_terminal_that_it_obeys(tmp_path: Path) -> None:
    document = tmp_path / "hostile.txt"
    document.write_bytes(
        b"Title \x1b]52;c;QUFBQQ==\x07 \x1b]0;owned\x07 end\n\n"
        b"Body \x1b[2J \x9b2J \xc2\x9b2J \x1bPq\x1b\\ \xe2\x80\xae [@click=app.quit]x[/] \x7f end.\n"
    )
    library = open_library(tmp_path / "lib")
    library.add([str(document)])
    library.close()
    with open_reader(tmp_path / "lib") as terminal:
        terminal.wait_for("Title")
        terminal.send("/")
        terminal.type("body")
        terminal.wait_for(lambda t: "Title" in t.screen[1])
        terminal.send("enter", "enter")
        terminal.wait_for(lambda t: "end." in t.text)
        terminal.send("ctrl+q")
        terminal.wait_for_end()
        raw = terminal.raw
    for poison in (b"]52;", b"owned", b"\x9b2J", "\u202e".encode(), b"\x1bPq"):
        assert poison not in raw


def test_the_wheel_carries_the_articles_and_works_from_any_folder(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("broadsheet-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {n.partition("/")[0] for n in names} == {
        "reader",
        wheel.name.rsplit("-", 3)[0] + ".data",
        wheel.name.rsplit("-", 3)[0] + ".dist-info",
    }
    assert sum(n.startswith("reader/_data/") for n in names) == 7
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    site = next(environment.glob("lib/python*/site-packages"))
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index",
         "--quiet", "--disable-pip-version-check", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    # What it depends on is taken from here: this test is about our own files.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for name in ("man/man1/broadsheet.1", "applications/broadsheet.desktop"):
        assert (environment / "share" / name).is_file()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = subprocess.run(
        [str(python), "-c", "import reader; print(reader.__file__)"],
        cwd=elsewhere, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(environment))
    command = [str(environment / "bin" / "broadsheet"), "--library", str(tmp_path / "lib")]
    with Terminal(command, cols=100, rows=30, cwd=elsewhere) as terminal:
        terminal.wait_for("Getting around", timeout=30)
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert not any(elsewhere.iterdir())


def test_a_long_add_shows_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    records = (
        json.dumps({"title": f"Story {n}", "text": f"Text of story {n}. " * 40})
        for n in range(30_000)
    )
    (tmp_path / "news.jsonl").write_text("\n".join(records) + "\n")
    command = [*reader(tmp_path / "lib"), "add", str(tmp_path / "news.jsonl")]
    with Terminal(command, cols=100, rows=20) as terminal:
        terminal.wait_for(lambda t: "Adding" in t.text and "/30000" in t.text and "/s" in t.text)
        terminal.send("ctrl+c")
        terminal.wait_for("Stopped early; add the same again to go on.")
        assert terminal.wait_for_end() == 1
    library = open_library(tmp_path / "lib")
    assert 0 < library.count() < 30_000
    report = library.check()
    assert (report.damage, report.extra, report.outdated) == ((), [], [])
    assert report.pending == library.count()
    library.close()
