"""Lives ended in the middle, and what must be there afterwards: all that was acknowledged, whole."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from reader.library import Library, open_library
from reader.library.feeds.following import Followed
from reader.store.database import NEWEST, migrate, migrations, version_of
from tests.feeds import TYPE, item, rss
from tests.library.lives import DEEDS, Holding, holding
from tests.web import Answer, Web

FEEDS = 3
_OFFERED = 9


class Leader:
    """Leads lives in processes of their own, on a library beside whose feeds a server runs."""

    def __init__(self, process: subprocess.Popen[str], place: Path, web: Web) -> None:
        self._process = process
        self._place = place
        self._web = web
        self._folder = place / "library"
        self._issue = [5] * FEEDS
        self._gone: set[str] = set()
        self._offer()
        library = open_library(self._folder)
        for feed in range(FEEDS):
            assert isinstance(library.feeds.follow(web.at(f"/{feed}")), Followed)
        library.mark(library.keys(), "read", True)
        library.update_index()
        library.close()

    def end_one(self, seed: int, first: str) -> bool:
        """One life that begins so; was it killed before it was over? Then look at what it left."""
        chance = random.Random(seed)
        self._issue = [issue + chance.choice([0, 1, 3]) for issue in self._issue]
        self._offer()
        (self._place / "told").write_text("")
        killed = self._lead(self._folder, seed, first)
        self._look(chance)
        return killed

    def end_migration(self, seed: int) -> bool:
        """The same while a library of a former version is brought up to date."""
        chance, folder = random.Random(seed), self._place / "former"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        version = chance.choice([number for number, _ in migrations() if number < NEWEST])
        titles = make_former(folder / "library.sqlite", version, chance)
        killed = self._lead(folder, seed, "migrate")
        library = open_library(folder)
        try:
            db = library._database.connection
            assert version_of(db) == NEWEST
            rows = {row.title: row for row in library.headlines(library.keys())}
            assert {title: rows[title].starred for title in rows} == titles
            if version >= 5:
                kept = library.note_of(rows["Former 1"].key)
                assert kept is not None and kept.text == "everywhere noted"
                assert [tag.name for tag in rows["Former 1"].tags] == ["old"]
            assert (folder / f"library-version-{version}.sqlite").exists()
            _is_whole(library)
            library.update_index()
            assert library.search("everywhere", limit=0).total == len(titles)
        finally:
            library.close()
        return killed

    def _lead(self, folder: Path, seed: int, first: str) -> bool:
        assert self._process.stdin and self._process.stdout
        order = {"folder": str(folder), "seed": seed, "first": first}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the life with seed {seed} ended by a fault"
        return bool(json.loads(answer)["killed"])

    def _offer(self) -> None:
        for feed in range(FEEDS):
            names = sorted(self._offered(feed), key=lambda name: int(name.split()[-1]))
            items = (item(name, f"everywhere {name} once more", guid=name) for name in names)
            self._web.answers[f"/{feed}"] = Answer(rss(items, f"Paper {feed}"), TYPE)

    def _offered(self, feed: int) -> set[str]:
        last = self._issue[feed]
        return {f"Entry of {feed} number {n}" for n in range(max(0, last - _OFFERED), last)}

    def _look(self, chance: random.Random) -> None:
        told = [json.loads(line) for line in (self._place / "told").read_text().splitlines()]
        library = open_library(self._folder)
        try:
            self._follows(told, holding(library))
            _is_whole(library)
            if chance.random() < 0.5:
                library.update_index()
                report = library.check()
                assert (report.pending, report.rebuilding) == (0, None)
                assert library.search("everywhere", limit=0).total == library.count()
        finally:
            library.close()

    def _follows(self, told: list[dict[str, Any]], now: Holding) -> None:
        """Each thing that was told follows from the one before, and what is there from the last."""
        last: Holding | None = None
        deed: Mapping[str, Any] | None = None
        for words in told:
            if "deed" in words:
                deed = words
                continue
            if last is not None and deed is not None:
                self._came_of(deed, last, words["holds"], whole="failed" not in deed)
            last, deed = words["holds"], None
        if last is None:
            return  # killed before it had looked
        if deed is None:
            assert now == last
        else:
            self._came_of(deed, last, now, whole=False)

    def _came_of(
        self, deed: Mapping[str, Any], last: Holding, now: Holding, *, whole: bool
    ) -> None:
        """Is this what the deed makes of it; without `whole`, or what it makes half done?"""
        match deed["deed"]:
            case "same":
                assert now == last
            case "one":
                assert now == deed["expects"] or (not whole and now == last)
            case "tidy":
                gone = last.keys() - now.keys()
                free = {t for t, r in last.items() if t.startswith("Entry") and _is_free(r)}
                assert now == {title: last[title] for title in last.keys() - gone}
                assert gone == free if whole else gone <= free
                self._gone |= gone
            case "add":
                self._grew(last, now, set(deed["new"]), whole)
            case "refresh":
                for feed in range(FEEDS):  # all that a feed brings, or nothing
                    wanted = self._offered(feed) - last.keys() - self._gone
                    came = now.keys() & wanted
                    assert came == wanted or (not whole and not came)
                new = set().union(*map(self._offered, range(FEEDS))) - last.keys() - self._gone
                self._grew(last, now, new, whole)

    def _grew(self, last: Holding, now: Holding, new: set[str], whole: bool) -> None:
        came = now.keys() - last.keys()
        assert {title: now[title] for title in last} == last
        assert came == new if whole else came <= new
        assert all(now[title][:4] == [False, False, [], ""] for title in came)


def _is_free(row: list[Any]) -> bool:
    read, starred, tags, note, _ = row
    return bool(read and not (starred or tags or note))


def _is_whole(library: Library) -> None:
    """Nothing is half there, and the index lacks nothing that it was not about to hear of."""
    db = library._database.connection
    report = library.check()
    assert report.damage == ()
    assert report.index in ("ready", "missing") and not (
        report.index == "ready" and (report.missing or report.outdated or report.extra)
    )
    for table in ("bodies", "states"):
        sql = f"SELECT count(*) FROM articles WHERE key NOT IN (SELECT article FROM {table})"
        assert db.execute(sql).fetchone() == (0,)
    counted = db.execute(
        "SELECT t.total, t.unread, count(e.article), coalesce(sum(s.read = 0), 0) FROM tallies t"
        " LEFT JOIN entries e ON e.feed = t.feed LEFT JOIN states s ON s.article = e.article"
        " GROUP BY t.feed"
    )
    assert all(row[:2] == row[2:] for row in counted)


def make_former(path: Path, version: int, chance: random.Random) -> dict[str, bool]:
    """A library of a former version; its titles, and whether each is starred."""
    titles = {f"Former {number}": chance.random() < 0.5 for number in range(1, 40)}
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, upto=version)
        db.execute("BEGIN")
        for key, (title, starred) in enumerate(titles.items(), 1):
            db.execute(
                "INSERT INTO articles (key, id, title, source, author, url, language, published,"
                " sorted, added, words, sha256) VALUES (?, ?, ?, '', '', '', '', '', 1, 1, 2, ?)",
                (key, f"former{key:07}", title, f"{key:064}"),
            )
            text = json.dumps([{"t": f"everywhere {title}"}])
            db.execute("INSERT INTO bodies (article, blocks) VALUES (?, ?)", (key, text))
            db.execute("UPDATE states SET starred = ? WHERE article = ?", (int(starred), key))
        if version >= 5:
            db.execute("INSERT INTO tags (tag, name, folded) VALUES (1, 'old', 'old')")
            db.execute("INSERT INTO tagged (article, tag) VALUES (1, 1)")
            db.execute("INSERT INTO notes VALUES (1, 'everywhere noted', 1, 1)")
        db.execute("COMMIT")
    return titles


@contextmanager
def leading(place: Path, web: Web) -> Iterator[Leader]:
    """The process that forks lives, and the library that they are led on."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.library.lives"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        yield Leader(process, place, web)
        assert process.stdin
        process.stdin.close()


def end_many(place: Path, web: Web, seed: int, kills: int) -> int:
    """End so many lives, each deed in turn being the one in whose midst it happens; how many were led."""
    led = killed = 0
    deeds = (*DEEDS, "migrate")
    with leading(place, web) as leader:
        while killed < kills:
            led += 1
            first, life = deeds[led % len(deeds)], seed * 100_000 + led
            try:
                killed += (
                    leader.end_migration(life)
                    if first == "migrate"
                    else leader.end_one(life, first)
                )
            except AssertionError as error:
                raise AssertionError(f"life {led} of seed {seed}, killed while {first}") from error
    return led
