"""Files: ours are nobody else's, a document folder is never written to, nothing leaves its folder."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.feeds import serves
from tests.web import Web

Snapshot = dict[str, tuple[int, int, bytes]]


def snapshot(folder: Path) -> Snapshot:
    """Everything below a folder: mode, time of change, content or where a link leads."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        status = path.lstat()
        if path.is_symlink():
            content = str(path.readlink()).encode()
        else:
            content = b""
            if stat.S_ISREG(status.st_mode):
                with path.open("rb") as file:
                    content = file.read(1 << 20)  # one of them is a terabyte of nothing
        found[str(path)] = (status.st_mode, status.st_mtime_ns, content)
    return found


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder as it may come out of a stranger's archive."""
    folder = tmp_path / "documents"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "ferry.md").write_text("# Ferry back\n\nThe ferry crosses the strait again.\n")
    (folder / "deep" / "er" / "bread.html").write_text("<title>Bread</title><p>Dearer flour.</p>")
    (folder / "rows.jsonl").write_text('{"title": "../../out", "text": "Some words of a row."}\n')
    (folder / "out").symlink_to(tmp_path)
    (folder / "secret").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(1 << 40)
    with zipfile.ZipFile(folder / "slip.zip", "w") as archive:
        archive.writestr("../../../slipped.txt", "Out of its folder.")
        archive.writestr("/tmp/slipped.txt", "Out of its folder.")
    shutil.copy(folder / "slip.zip", folder / "book.epub")
    with tarfile.open(folder / "slip.tar.gz", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../../slipped.txt"), io.BytesIO())
    return folder


def test_a_document_folder_is_never_written_to(
    run: Run, documents: Path, tmp_path: Path, own_library: Path
) -> None:
    """Whatever is done to the articles that came from it, also where nothing could be written."""
    beside = {path.name for path in tmp_path.iterdir()}
    before = snapshot(documents)
    added = run("add", "--json", str(documents))
    assert (added.code, added.records[0]["added"]) == (1, 3)
    told = {Path(f["path"]).name: f["reason"] for f in added.records[0]["failures"]}
    assert told.keys() == {"out", "secret", "pipe.txt", "huge.txt", "slip.zip", "book.epub", "slip.tar.gz"}  # fmt: skip
    assert "leads out of the folder" in told["out"] == told["secret"]
    assert (told["pipe.txt"], told["huge.txt"]) == (
        "is not a regular file",
        "is 1024 GB; a document may have at most 64 MB",
    )
    ids = [row["id"] for row in run("list", "--json").records]
    for order in (("star", *ids), ("tag", ids[0], "+kept"), ("show", ids[0]), ("search", "ferry"),
                  ("add", str(documents)), ("index",), ("index", "--rebuild"), ("check",)):  # fmt: skip
        assert run(*order).code in (0, 1), order
    assert snapshot(documents) == before
    assert {path.name for path in tmp_path.iterdir()} - beside <= {own_library.name, "own config"}
    for path in (documents, documents / "deep", documents / "deep" / "er"):
        path.chmod(0o555)
    (documents / "ferry.md").chmod(0o444)
    before = snapshot(documents)
    again = run("add", "--json", str(documents))
    assert (again.records[0]["added"], again.records[0]["same"]) == (0, 3)
    assert snapshot(documents) == before


@pytest.mark.parametrize(
    "title",
    ["../../../etc/cron.d/x", "/etc/passwd", "..", ".", "~root/.ssh/id", "a\\..\\..\\b", "con.md",
     "C:\\autoexec.bat", "-rf", "\u202egpj.exe", "a\x00b", "\x1b]0;x\x07", "／／etc", "x" * 5_000, "𝕬" * 300, "."],
)  # fmt: skip
def test_an_exported_file_stays_in_its_folder_and_is_the_owners(
    run: Run, tmp_path: Path, title: str
) -> None:
    row = json.dumps({"title": title, "text": "Some words.", "id": "../../x"})
    assert run("add", "-", stdin=row.encode()).code in (0, 1)
    ids = [row["id"] for row in run("list", "--json").records]
    folder = tmp_path / "place" / "exports"
    for kind in ("md", "html", "txt", "json"):
        done = run("export", *ids, "--format", kind, "--to", str(folder))
        assert done.code == 0, done.err
        (path,) = folder.glob(f"*.{kind}")
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.name[0] not in ".-~"
        assert path.name.isprintable()
    assert len(list(folder.iterdir())) == 4
    assert [path.name for path in folder.parent.iterdir()] == ["exports"]


def test_an_export_writes_over_no_file_that_a_link_leads_to(run: Run, tmp_path: Path) -> None:
    run("add", "-", stdin=b"# Ferry\n\nIt crosses the strait again.\n")
    (row,) = run("list", "--json").records
    mine, folder = tmp_path / "mine.txt", tmp_path / "exports"
    mine.write_text("mine")
    folder.mkdir()
    link = folder / f"ferry-{row['id']}.txt"
    link.symlink_to(mine)
    assert run("export", row["id"], "--format", "txt", "--to", str(folder)).code == 0
    assert mine.read_text() == "mine"
    assert not link.is_symlink()


def test_all_that_we_make_is_the_owners_alone(
    run: Run, tmp_path: Path, own_library: Path, web: Web
) -> None:
    web.answers["/feed"] = serves("Ferry", "Bread")
    (tmp_path / "out").mkdir()
    for order in (
        ("follow", web.at("/feed")),
        ("index", "--rebuild"),
        ("backup", str(tmp_path / "out" / "backup.sqlite")),
        ("feeds", "export", str(tmp_path / "out" / "feeds.opml")),
        ("saved", "add", "Ferries", "ferry"),
        ("saved", "export", str(tmp_path / "out" / "saved.json")),
        ("settings", "set", "look.measure", "70"),
        ("refresh",),
    ):
        done = run(*order)
        assert done.code == 0, (order, done.err)
    ours = [p for top in (own_library, tmp_path / "out", tmp_path / "own config") for p in top.rglob("*")]  # fmt: skip
    assert {"library.sqlite", "backup.sqlite", "feeds.opml", "saved.json"} <= {p.name for p in ours}
    assert [str(p) for p in ours if p.stat().st_mode & 0o077] == []


def test_what_a_former_version_let_others_read_is_theirs_no_more(
    run: Run, own_library: Path, tmp_path: Path
) -> None:
    run("add", "-", stdin=b"# Ferry\n\nIt crosses the strait again.\n")
    own_library.chmod(0o755)
    store, index = own_library / "library.sqlite", own_library / "index"
    store.chmod(0o644)
    index.chmod(0o755)
    assert run("list").code == 0
    assert (store.stat().st_mode & 0o777, index.stat().st_mode & 0o777) == (0o600, 0o700)
    assert own_library.stat().st_mode & 0o777 == 0o755  # which is the person's to say


def test_no_program_text_is_taken_from_the_folder_one_stands_in(tmp_path: Path, web: Web) -> None:
    """A folder of documents may hold a `json.py`; Python would load it for a process started there."""
    web.answers["/feed"] = serves("Ferry")
    place = tmp_path / "strangers"
    for name in ("json", "webbrowser", "pickle", "lxml", "sqlite3"):
        place.mkdir(exist_ok=True)
        (place / f"{name}.py").write_text("open('taken', 'w').close()\nraise SystemExit(9)\n")
    (place / "reader").mkdir()
    (place / "reader" / "__init__.py").write_text("open('taken', 'w').close()\n")
    start = [
        sys.executable,
        "-P",
        "-c",
        "import sys; from reader.cli import main; sys.exit(main())",
    ]
    opening = [
        sys.executable,
        "-P",
        "-c",
        "from reader.tui.browser import browse; browse('about:')",
    ]
    library = ["--library", str(tmp_path / "lib")]
    environment = {**os.environ, "BROWSER": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    for order in ([*start, "follow", *library, web.at("/feed")], opening):
        done = subprocess.run(order, cwd=place, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert not (place / "taken").exists()
