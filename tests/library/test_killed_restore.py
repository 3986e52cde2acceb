"""Killed at every step that it takes on the disk, a restore leaves a whole library behind.

Python tells an audit hook of each file it links, renames or removes, and each
database it opens; there the
process kills itself with SIGKILL, at the first of them, at the second, and so on.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from reader.library import open_library
from reader.library.restoring import restore
from reader.settings import Paths
from reader.store import backups

_STEPS = ("os.link", "os.rename", "os.remove", "os.rmdir", "sqlite3.connect")


def killed_at(step: int, folder: Path, file: Path) -> bool:
    """Restore in a process that dies at this step; False if it had fewer."""
    child = os.fork()
    if child == 0:
        left = step

        def hook(event: str, _: tuple[object, ...]) -> None:
            nonlocal left
            if event in _STEPS:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            restore(Paths(folder), file)
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def titles(folder: Path) -> list[str]:
    library = open_library(folder)
    found = sorted(row.title for row in library.headlines(library.keys()))
    library.update_index()
    checked = library.check()
    assert not checked.damage and not checked.differs
    library.close()
    return found


def articles_in(copy: Path) -> int:
    """How many articles a kept library holds, without changing it."""
    with backups.opened(copy) as db:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_at_any_step_a_restore_leaves_one_library_or_the_other(tmp_path: Path) -> None:
    folder, file, news = tmp_path / "library", tmp_path / "kept.sqlite", tmp_path / "news.txt"
    news.write_text("Ferry is back\n\nThe ferry crosses the strait again.\n")
    library = open_library(folder)
    library.add([str(news)])
    library.backup(file)
    former = titles(folder)
    (tmp_path / "more.txt").write_text("Bread is dear\n\nBakers blame the harvest.\n")
    library.add([str(tmp_path / "more.txt")])
    library.update_index()
    library.close()
    later = titles(folder)

    before_or_after, step = set[bool](), 1
    while killed_at(step, folder, file):
        now = titles(folder)
        assert now in (former, later)
        before_or_after.add(now == former)
        kept = list(folder.glob("*before-restore*.sqlite"))
        if now == former:
            restore(Paths(folder), next(copy for copy in kept if articles_in(copy) == 2))
        step += 1
    assert step > 8 and before_or_after == {False, True}
    assert titles(folder) == former
    assert not list(folder.glob(".*")), "what the killed ones had begun is gone"
