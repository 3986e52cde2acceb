"""Where the system refuses: a sentence that says what happened and what to do, no trace, nothing lost.

Real disks that are full or read-only where this process may mount, real limits of a process,
and a C library that refuses every lock.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import open_library
from reader.store.database import Database
from tests import processes
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")

FEW, MANY = 30, 150
NO_LOCKS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
static int answer(const char *name, int fd, int cmd, void *argument) {
    if (cmd == F_SETLK || cmd == F_SETLKW || cmd == F_GETLK) { errno = ENOLCK; return -1; }
    return ((int (*)(int, int, ...)) dlsym(RTLD_NEXT, name))(fd, cmd, argument);
}
#define REFUSING(name) int name(int fd, int cmd, ...) { va_list all; va_start(all, cmd); \\
    void *argument = va_arg(all, void *); va_end(all); return answer(#name, fd, cmd, argument); }
REFUSING(fcntl)
REFUSING(fcntl64)
int flock(int fd, int how) { errno = ENOLCK; return -1; }
"""


def documents(path: Path, many: int, words: int) -> Path:
    rows = [
        {
            "title": f"{path.stem} {n}",
            "text": "everywhere " + " ".join(f"w{i % 40}x{i * n % 9}" for i in range(words)),
        }
        for n in range(many)
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def broadsheet(
    *arguments: str, limits: str = "", env: dict[str, str] | None = None, humble: bool = False
) -> tuple[int, str]:
    """The command in a process with limits of its own; how it ended, and what it said."""
    if not (limits or env or humble):
        status, *said = processes.command(arguments, b"", {})
        out, err = (each.decode() for each in said)
        assert "Traceback" not in err and "fault of Broadsheet" not in err, err
        return status, err + out
    code = (
        "import resource as r, sys\n"
        f"{limits}\n"
        "from reader.store import database\n"
        "database._PRAGMAS = database._PRAGMAS.replace('30000', '100')\n"
        "from reader.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    # Root without the right to pass over permissions.
    drop = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    ran = subprocess.run(
        [*(drop if humble and not os.getuid() else []), sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        cwd=Path(__file__).parents[2],
    )
    assert "Traceback" not in ran.stderr and "fault of Broadsheet" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stderr + ran.stdout


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    place = tmp_path / "disk"
    place.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)]
    if os.getuid() or subprocess.run(order, capture_output=True).returncode:
        pytest.skip("this process may not mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


def test_a_full_and_a_read_only_disk(disk: Path, tmp_path: Path) -> None:
    folder = disk / "library"
    at = ("--library", str(folder))
    library = open_library(folder)
    library.add([str(documents(tmp_path / "few.jsonl", FEW, 20))])
    library.update_index()
    library.mark(library.keys()[:9], "starred", True)
    library.close()
    many = documents(tmp_path / "many.jsonl", MANY, 900)
    code, said = broadsheet(*at, "add", str(many))
    assert code == 3 and "disk is full" in said and "Make room and try again" in said
    code, said = broadsheet(*at, "list", "--starred", "--json")
    assert code == 0 and len(said.splitlines()) == 9
    code, said = broadsheet(*at, "backup", str(disk / "kept.sqlite"))
    assert code == 3 and "disk is full" in said and not (disk / "kept.sqlite").exists()
    remount(disk, "size=80m")  # room was made
    code, said = broadsheet(*at, "add", str(many))
    assert code == 0
    library = open_library(folder)
    assert library.count() == FEW + MANY and library.count("starred") == 9
    assert library.search("everywhere", limit=0).total == FEW + MANY
    report = library.check()
    assert report.damage == () and not report.differs
    library.close()

    remount(disk, "ro")
    for command, ends, says in (
        (["list", "--limit", "1"], 0, "many"),
        (["search", "everywhere", "--limit", "1"], 0, f"of {FEW + MANY} articles"),
        (["star", "--query", "everywhere"], 3, "cannot be written. Check the permissions"),
        (["index"], 3, "cannot be written (Read-only file system)"),
        (["backup", str(disk / "kept.sqlite")], 3, "Nothing can be written in"),
    ):
        code, said = broadsheet(*at, *command)
        assert (code, says in said) == (ends, True), said
    code, said = broadsheet("--library", str(disk / "new"), "list")
    assert code == 3 and "cannot be made: Read-only file system" in said
    remount(disk, "rw")


def test_limits_of_a_process(own_library: Path, tmp_path: Path) -> None:
    library = open_library(own_library)
    library.add([str(documents(tmp_path / "few.jsonl", FEW, 20))])
    library.update_index()
    library.close()
    before = (own_library / "library.sqlite").read_bytes()
    many = str(documents(tmp_path / "many.jsonl", MANY, 900))
    # No file may become larger than a megabyte: what a quota does.
    small = "r.setrlimit(r.RLIMIT_FSIZE, (1 << 20, 1 << 20))"
    code, said = broadsheet("add", many, limits=small)
    assert code == 3 and ("disk" in said) and ("Make room" in said or "is untouched" in said), said
    library = open_library(own_library)
    added = library.count() - FEW
    library.update_index()
    assert library.search("everywhere", limit=0).total == library.count()
    assert 0 <= added < MANY and not library.check().damage
    library.close()
    # Six open files, of which three are the standard ones.
    few = "r.setrlimit(r.RLIMIT_NOFILE, (6, 6))"
    for command in (["list"], ["search", "everywhere"], ["star", "--query", "everywhere"]):
        code, said = broadsheet(*command, limits=few)
        assert code in (0, 3)
        if code:
            assert "files" in said or "cannot be opened" in said, said
    assert len(before) > 4096


def test_a_folder_that_may_not_be_entered_or_written(own_library: Path, tmp_path: Path) -> None:
    if not os.getuid() and not shutil.which("setpriv"):
        pytest.skip("root may do all of it")
    open_library(own_library).close()
    store = own_library / "library.sqlite"
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    before = store.read_bytes()
    for mode, says in ((0o000, "cannot be opened"), (0o400, "cannot be written")):
        store.chmod(mode)
        code, said = broadsheet("star", "--query", "is:unread", humble=True)
        assert (code, "cannot be opened" in said or says in said) == (3, True), said
        store.chmod(0o600)
    code, said = broadsheet("--library", str(closed / "new"), "list", humble=True)
    assert code == 3 and "cannot be made: Permission denied" in said
    assert store.read_bytes() == before


def test_a_library_that_may_only_be_read_is_checked_as_it_is(own_library: Path) -> None:
    if not os.getuid() and not shutil.which("setpriv"):
        pytest.skip("root may do all of it")
    open_library(own_library).close()
    (own_library / "library.sqlite").chmod(0o444)
    own_library.chmod(0o555)
    _, said = broadsheet("doctor", humble=True)
    own_library.chmod(0o700)
    assert "It cannot be written; check its permissions." in said
    assert "0 articles" in said and "rescue" not in said


def test_a_disk_that_refuses_locks(own_library: Path, tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    if not compiler:
        pytest.skip("needs a C compiler")
    (tmp_path / "refuse.c").write_text(NO_LOCKS)
    shim = tmp_path / "refuse.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", str(shim), str(tmp_path / "refuse.c"), "-ldl"],
        check=True,
    )
    open_library(own_library).close()
    before = (own_library / "library.sqlite").read_bytes()
    for command in (["list"], ["star", "--query", "x"]):
        code, said = broadsheet(*command, env={"LD_PRELOAD": str(shim)})
        assert code == 3 and "no locks that work" in said and "--library" in said, said
    screen = [sys.executable, "-m", "reader", "--library", str(own_library)]
    with Terminal(screen, cols=400, env={"LD_PRELOAD": str(shim)}) as terminal:
        terminal.wait_for("no locks that work")
    assert (own_library / "library.sqlite").read_bytes() == before


def test_a_library_that_may_not_grow_keeps_all_it_has(own_library: Path, tmp_path: Path) -> None:
    """SQLite's own fullness, for systems on which nothing can be mounted."""
    library = open_library(own_library)
    library.add([str(documents(tmp_path / "few.jsonl", FEW, 20))])
    database: Database = library._database
    (pages,) = database.connection.execute("PRAGMA page_count").fetchone()
    database.connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(LibraryError, match="disk is full"):
        library.add([str(documents(tmp_path / "many.jsonl", 40, 900))])
    assert library.mark(library.keys()[:3], "starred", True)
    assert library.check().damage == ()
    library.close()
    library = open_library(own_library)
    assert library.add([str(tmp_path / "many.jsonl")]).added + library.count() >= 40 + FEW
    assert library.count() == FEW + 40 and library.count("starred") == 3
    library.close()


def test_a_clock_set_back_ten_years(
    own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command in 2016: what is newer stays newer, and the last deed is the one undone."""
    library = open_library(own_library)
    library.add([str(documents(tmp_path / "few.jsonl", FEW, 20))])
    library.mark(library.keys()[:2], "starred", True)
    library.close()
    back = "import time; now = time.time; time.time = lambda: now() - 3653 * 86400"
    more = documents(tmp_path / "more.jsonl", 2, 20)
    assert broadsheet("add", str(more), limits=back)[0] == 0
    assert broadsheet("read", "--query", "everywhere", limits=back)[0] == 0
    assert broadsheet("undo", limits=back)[1].startswith("32 articles are unread again.")
    assert "2 articles are no longer starred" in broadsheet("undo", limits=back)[1]
    said = broadsheet("doctor", limits=back)[1]
    assert "set back" in said or "It is wrong" in said
    library = open_library(own_library)
    assert library.count() == FEW + 2 and library.search("everywhere", limit=0).total == FEW + 2
    assert library.check().damage == ()
    library.close()
