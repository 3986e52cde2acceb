"""What a person, or whoever helps them, should know of this machine and this library.

It opens nothing that it would change, and works where the library cannot be opened. No
article, feed or search is named, so that all of it can be pasted into a report.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from reader import __version__
from reader.errors import ReaderError
from reader.light import dataclass
from reader.search.index import Index
from reader.settings import Paths, load_settings
from reader.store.database import NEWEST, only_to_be_read

_PACKAGES = ("textual", "rich", "pydantic", "whoosh3", "numpy", "lxml", "feedparser", "httpx")
_ROOM = 200 << 20
"""Bytes that should be free: an index that is built anew lies beside the former one."""
_FILES = 256
"""Files that a process should be allowed to have open."""
_BORN = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
"""A clock that shows less is wrong."""
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    value: str
    advice: str = ""
    """What is amiss, and what to do; "" where all is well."""


def examine(paths: Paths, environ: Mapping[str, str] | None = None) -> list[Finding]:
    """Look at versions, terminal, folder, store, index, clock and settings, in this order."""
    environ = os.environ if environ is None else environ
    looks = (
        _versions(),
        _terminal(environ),
        _folder(paths),
        _store(paths),
        _index(paths),
        _clock(paths),
        _limits(),
        _settings(),
        _secrets(paths),
        _crashes(paths),
        _log(paths),
    )
    return [finding for look in looks for finding in look]


def _versions() -> Iterator[Finding]:
    yield Finding("Broadsheet", __version__)
    yield Finding("Python", f"{platform.python_version()} ({platform.platform()})")
    yield Finding("SQLite", sqlite3.sqlite_version)
    yield Finding("packages", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    kind = environ.get("TERM", "")
    said = [f"TERM={kind}", f"COLORTERM={environ.get('COLORTERM', '')}"]
    said += ["NO_COLOR"] if environ.get("NO_COLOR") else []
    told = f"{', '.join(said)}, {size.columns}×{size.lines}"
    plain = kind in ("", "dumb")
    advice = "The screen needs a terminal that can place text; set TERM." if plain else ""
    yield Finding("terminal", told, advice)
    encoding = sys.stdout.encoding or "unknown"
    narrow = encoding.lower().replace("-", "") != "utf8"
    advice = "Texts lose letters here; use a UTF-8 locale, such as LANG=C.UTF-8." if narrow else ""
    yield Finding("encoding", encoding, advice)


def _folder(paths: Paths) -> Iterator[Finding]:
    folder = paths.folder
    if not folder.exists():
        yield Finding("library", f"{_short(folder)} is not there yet")
        return
    closed = not os.access(folder, os.W_OK | os.X_OK)
    advice = "It cannot be written; check its permissions." if closed else ""
    yield Finding("library", _short(folder), advice)
    mode = stat.S_IMODE(folder.stat().st_mode)
    open_to_all = os.name == "posix" and mode & 0o077
    advice = (
        f"Others can look into it; `chmod 700 {_short(folder)}` ends that." if open_to_all else ""
    )
    yield Finding("permissions", f"{mode:o}", advice)
    free = shutil.disk_usage(folder).free
    advice = (
        "There is little room; nothing is lost when it ends, but nothing can be added."
        if free < _ROOM
        else ""
    )
    yield Finding("room", f"{free / 1e9:,.1f} GB free", advice)
    kind = _file_system(folder)
    if kind:
        far = kind in _REMOTE
        advice = (
            "On a network disk, locks may not hold: use one machine at a time, or another --library."
            if far
            else ""
        )
        yield Finding("file system", kind, advice)


def _file_system(folder: Path) -> str:
    """The kind of the file system, where the system tells."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
        whole = folder.resolve()
    except (OSError, ValueError):
        return ""
    holding = [(place, kind) for place, kind in mounts if whole.is_relative_to(place)]
    return max(holding, key=lambda mount: len(mount[0]))[1] if holding else ""


def _store(paths: Paths) -> Iterator[Finding]:
    if not paths.store.exists():
        return
    size = paths.store.stat().st_size / 1e6
    try:
        with closing(_reading(paths.store)) as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            count = int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
            wrong = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        yield Finding(
            "store",
            f"{size:,.1f} MB",
            f"It cannot be read ({error}). `broadsheet rescue` saves what can be read of it.",
        )
        return
    advice = (
        "" if wrong == "ok" else "It is damaged. `broadsheet rescue` saves what can be read of it."
    )
    if version > NEWEST:
        advice = "A newer Broadsheet made it. Update Broadsheet."
    yield Finding("store", f"version {version}, {count:,} articles, {size:,.1f} MB", advice)


def _reading(store: Path) -> sqlite3.Connection:
    alone = "&immutable=1" if only_to_be_read(store) else ""
    return sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro{alone}", uri=True, timeout=5)


def _index(paths: Paths) -> Iterator[Finding]:
    if not paths.store.exists():
        return
    index = Index(paths.index)
    try:
        state = index.state()
    except ReaderError as error:
        yield Finding("index", "unknown", str(error))
        return
    finally:
        index.close()
    advice = (
        ""
        if state == "ready"
        else "`broadsheet index` builds it; the articles themselves are safe."
    )
    yield Finding(
        "index", f"{state}, {index.articles():,} articles, {index.bytes() / 1e6:,.1f} MB", advice
    )


def _clock(paths: Paths) -> Iterator[Finding]:
    now = time.time()
    told = datetime.fromtimestamp(now).astimezone().isoformat(timespec="seconds")
    if now < _BORN:
        yield Finding(
            "clock", told, "It is wrong; new articles would be sorted among old ones. Set it."
        )
        return
    ahead = _newest(paths) - now
    advice = (
        f"Articles were added {ahead / 86400:,.1f} days after that: it was set back, or was ahead then."
        if ahead > 3600
        else ""
    )
    yield Finding("clock", told, advice)


def _newest(paths: Paths) -> float:
    try:
        with closing(_reading(paths.store)) as db:
            return float(db.execute("SELECT max(added) FROM articles").fetchone()[0] or 0)
    except sqlite3.Error:
        return 0.0


def _limits() -> Iterator[Finding]:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = soft != resource.RLIM_INFINITY and soft < _FILES
    advice = (
        f"So few open files stop searches and feeds; `ulimit -n {4 * _FILES}` allows more."
        if few
        else ""
    )
    yield Finding(
        "open files", "unlimited" if soft == resource.RLIM_INFINITY else f"{soft:,}", advice
    )


def _settings() -> Iterator[Finding]:
    faults = load_settings().faults
    advice = (
        f"{len(faults)} cannot be meant so; `broadsheet settings check` tells which."
        if faults
        else ""
    )
    yield Finding("settings", "not all as meant" if faults else "no faults", advice)


def _crashes(paths: Paths) -> Iterator[Finding]:
    try:
        when = datetime.fromtimestamp(paths.crashes.stat().st_mtime).astimezone()
    except OSError:
        return
    yield Finding(
        "last failure", f"{when.isoformat(timespec='minutes')}, in {_short(paths.crashes)}"
    )


def _log(paths: Paths) -> Iterator[Finding]:
    if paths.log.exists():
        yield Finding("log", _short(paths.log))


def _secrets(paths: Paths) -> Iterator[Finding]:
    """Passwords that a former version left in the library, and nobody could move."""
    if not paths.store.exists():
        return
    from reader.library.feeds.secrets import in_plain
    from reader.store import feeds

    try:
        with closing(_reading(paths.store)) as db:
            plain = sum(map(in_plain, feeds.every(db)))
    except sqlite3.Error:  # damaged, or of a version without feeds; told above
        return
    if plain:
        yield Finding(
            "passwords",
            f"of {plain} feeds stand in the library",
            "They belong into the system's keyring: `pip install 'broadsheet[keyring]'`, "
            "then `broadsheet refresh` moves them.",
        )


def _short(path: Path) -> str:
    """The path without the person's name in it."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
