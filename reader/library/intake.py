"""Documents in: what is new is added, what was edited is updated, the rest is left alone.

Each batch is one transaction, so an end at any moment leaves a consistent
library and at most repeats a batch.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from reader import parsing
from reader.errors import DocumentError
from reader.light import dataclass
from reader.models import AddReport, Document, Failure, Parsed, file_of
from reader.sources import files
from reader.store import articles, furniture, origins, tags
from reader.store.database import Database

BATCH = 50
BATCH_BYTES = 16 * 1024 * 1024
_PIPED = "stdin:"


class Change(Enum):
    """What a document means for the library."""

    NEW = auto()
    EDITED = auto()
    SAME = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The change, and the article it concerns (none yet if it is new)."""

    change: Change
    article: int = 0
    returned: bool = False
    """The document had gone and is back."""


def decide(
    known: origins.Origin | None, current: str, shared: bool, twin: int | None, sha256: str
) -> Verdict:
    """Judge a document by what is known of its place and of its bytes.

    Args:
        known: what was last read at this place, None if nothing was.
        current: the hash of the bytes that the known article is now made from.
        shared: the known article is also found, unedited, at another living place.
        twin: an article made from the very bytes read now, if there is one.
        sha256: the hash of the bytes read now, as hex.
    """
    if known is None:
        return Verdict(Change.NEW) if twin is None else Verdict(Change.COPY, twin)
    edited = known.sha256 != sha256
    if not edited and current == sha256:
        return Verdict(Change.SAME, known.article, returned=known.gone)
    if edited and not shared and twin != known.article:
        return Verdict(Change.EDITED, known.article)
    # Of copies that part, the one left as it was keeps the article.
    return Verdict(Change.NEW) if twin is None else Verdict(Change.COPY, twin)


@dataclass(slots=True)
class _Candidate:
    document: Document
    sha256: str
    parsed: Parsed | None = None


@dataclass(slots=True)
class Intake:
    """One run of adding. `take` documents in batches, then `finish`."""

    database: Database
    now: int
    report: AddReport = field(default_factory=AddReport)
    seen: set[str] = field(default_factory=set)
    below: int = 0
    """Seconds by which what has no date stands below what comes in now."""

    def take(
        self, documents: Iterable[Document], on_document: Callable[[], None] = lambda: None
    ) -> None:
        """Save what these documents bring; parsing is done before the store is locked.

        `on_document` is called as each has been parsed.
        """
        candidates = list(self._prepare(documents, on_document))
        if not candidates:
            return
        with self.database.writing() as db:
            for candidate in candidates:
                self._save(db, candidate)

    def _prepare(
        self, documents: Iterable[Document], on_document: Callable[[], None]
    ) -> Iterator[_Candidate]:
        db = self.database.connection
        for document in documents:
            self.seen.add(document.origin)
            candidate = _Candidate(document, hashlib.sha256(document.raw).hexdigest())
            same = _verdict(db, candidate).change in (Change.SAME, Change.COPY)
            if same or self._parse(candidate):
                yield candidate
            on_document()

    def _parse(self, candidate: _Candidate) -> bool:
        """Parse what is not parsed yet; False, and a line in the report, if that fails."""
        if candidate.parsed is None:
            try:
                candidate.parsed = parsing.parse(candidate.document)
            except DocumentError as error:
                self.report.failures.append(Failure(_spoken(candidate.document), str(error)))
        return candidate.parsed is not None

    def _save(self, db: sqlite3.Connection, candidate: _Candidate) -> None:
        # Asked again under the lock: another process, or a twin in this batch, may have come first.
        verdict = _verdict(db, candidate)
        key = verdict.article
        if verdict.change in (Change.NEW, Change.EDITED) and not self._parse(candidate):
            return
        match verdict.change:
            case Change.NEW:
                key = self._insert(db, candidate)
            case Change.EDITED:
                self._update(db, key, candidate)
            case Change.SAME | Change.COPY:
                self.report.same += 1
        if verdict.change is not Change.SAME or verdict.returned:
            origins.record(db, candidate.document.origin, key, candidate.sha256, self.now)

    def _insert(self, db: sqlite3.Connection, candidate: _Candidate) -> int:
        document, parsed = candidate.document, self._cleared(db, candidate)
        name = partial(_name, document, parsed)
        key = articles.insert(db, parsed, candidate.sha256, name, self.now, below=self.below)
        tags.give(db, key, parsed.tags)
        self._keep(db, key, candidate, parsed)
        self.report.added += 1
        self.report.keys.append(key)
        return key

    def _update(self, db: sqlite3.Connection, key: int, candidate: _Candidate) -> None:
        parsed = self._cleared(db, candidate)
        changed = articles.update(db, key, parsed, candidate.sha256)
        self._keep(db, key, candidate, parsed)
        if changed:
            self.report.updated += 1
            self.report.keys.append(key)
        else:
            self.report.same += 1

    def _cleared(self, db: sqlite3.Connection, candidate: _Candidate) -> Parsed:
        """The parsed document without the lines already known as its publisher's furniture.

        A source that is named is a publisher, a folder is none: what recurs in the drafts of
        one report, or in the letters to one person, is what they say.
        """
        assert candidate.parsed is not None
        parsed = candidate.parsed
        known = furniture.known(db, parsed.source)
        return (
            replace(parsed, blocks=parsing.mark_repeated(parsed.blocks, known)) if known else parsed
        )

    def _keep(
        self, db: sqlite3.Connection, key: int, candidate: _Candidate, parsed: Parsed
    ) -> None:
        assert candidate.parsed is not None
        articles.keep_original(db, key, candidate.document, parsed, candidate.sha256, self.now)
        if parsed.source:
            furniture.record(db, parsed.source, key, parsing.edges(candidate.parsed.blocks))

    def finish(self) -> None:
        """Take out what turned out to recur, also from articles that came before."""
        for publisher in furniture.unsettled(self.database.connection):
            with self.database.writing() as db:
                new = furniture.recognise(db, publisher)
                known = furniture.known(db, publisher)
                for key in furniture.bearers(db, publisher, new):
                    _clear(db, key, known)

    def lose(self, candidates: Iterable[str]) -> None:
        """Mark these places as gone."""
        with self.database.writing() as db:
            articles_lost = {
                key for o in candidates if (key := origins.mark_gone(db, o)) is not None
            }
            self.report.vanished += sum(not origins.living(db, key) for key in articles_lost)


def _verdict(db: sqlite3.Connection, candidate: _Candidate) -> Verdict:
    origin, sha256 = candidate.document.origin, candidate.sha256
    known = origins.find(db, origin)
    current = articles.content_of(db, known.article) if known else ""
    shared = known is not None and known.sha256 != sha256 and _shared(db, origin, known.article)
    return decide(known, current, shared, articles.with_content(db, sha256), sha256)


def _shared(db: sqlite3.Connection, origin: str, article: int) -> bool:
    """Does another place still hold what was read there? Files are looked at: they may have
    been edited, or moved, together with this one."""
    for other, sha256 in origins.living(db, article):
        if other != origin and _holds(other, sha256):
            return True
    return False


def _holds(origin: str, sha256: str) -> bool:
    if file_of(origin) != origin or not Path(origin).is_absolute():
        return True
    document = files.read(origin)
    return isinstance(document, Document) and hashlib.sha256(document.raw).hexdigest() == sha256


def _clear(db: sqlite3.Connection, key: int, known: frozenset[str]) -> None:
    blocks = articles.blocks_of(db, key)
    marked = parsing.mark_repeated(blocks, known)
    if marked != blocks:
        articles.set_blocks(db, key, marked)


def _name(document: Document, parsed: Parsed, salt: int) -> str:
    return parsing.article_id(document, parsed, salt)


def _spoken(document: Document) -> str:
    place = "standard input" if document.origin.startswith(_PIPED) else file_of(document.origin)
    return f"{place}:{document.line}" if document.line else place
