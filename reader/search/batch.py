"""A commit's articles, gathered by term and written as one new Whoosh segment.

Whoosh's own writer is handed every posting by itself, sorts them all and adds
them one at a time. Here the postings of a commit are gathered by term from the
start and handed to Whoosh's codec a block at a time; what is on the disk is what
Whoosh would have written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from reader.models import IndexEntry
from reader.search import segment as committed
from reader.search.analysis import terms
from reader.search.arrays import shelf
from reader.search.arrays.build import terms_from
from reader.search.arrays.part import Segment, Terms
from reader.search.query import FIELDS
from reader.search.schema import COLUMNS, LANGUAGE, TERM_FIELDS, Places, exact
from reader.search.stemming import primary


class BatchWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, fed with whole texts and whole segments instead of single postings.

    The postings of a commit are gathered by term and written term by term with
    Whoosh's own codec. The arrays beside the segments are made before the commit
    can be seen, so that whoever sees it finds them.
    """

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, _lk=False, compound=False)
        self._gathered: dict[str, defaultdict[bytes, list[Any]]] = {
            field: defaultdict(list) for field in TERM_FIELDS
        }
        self._encode = Places().encode
        self._terms: dict[str, dict[str, Terms]] = {}
        self._seen: dict[str, Segment] = {}

    def delete(self, keys: Sequence[int]) -> None:
        """Mark the articles of these keys as deleted in the segments that hold them."""
        if not self.segments or not keys:
            return
        by_id = {segment.segid: segment for segment in self.segments}
        for part in shelf.parts(self.storage, self.segments, self._seen):
            found = np.flatnonzero(np.isin(part.columns["key"], np.fromiter(keys, np.int64)))
            first = 0
            for known in part.segments:
                inside = found[(found >= first) & (found < first + known.articles)] - first
                first += known.articles
                if segment := by_id.get(known.id):
                    for number in inside.tolist():
                        segment.delete_document(number)

    def add(self, entry: IndexEntry) -> None:
        """One article as the next one of the new segment."""
        lengths: dict[str, int] = {}
        language = primary(entry.language)
        if language:
            self._gathered[LANGUAGE][language.encode()] += (self.docnum, 1)
        for field in FIELDS:
            stems, forms = terms(_text(entry, field), language)
            lengths[field] = sum(map(len, stems.values()))
            gathered, encode = self._gathered[field], self._encode
            for term, places in stems.items():
                gathered[term] += (self.docnum, len(places), encode(places))
            gathered = self._gathered[exact(field)]
            for term, count in forms.items():
                gathered[term] += (self.docnum, count)
        self._add_article({name: getattr(entry, name) for name in COLUMNS}, lengths)

    def take(self, segment: Any) -> None:
        """What is left of another segment, as articles of the new one."""
        articles = committed.articles(self.storage, segment)
        deleted = set(segment.deleted_docs())
        renumbered: dict[int, int] = {}
        for number in range(segment.doc_count_all()):
            if number not in deleted:
                renumbered[number] = self.docnum
                columns = {name: values[number] for name, values in articles.columns.items()}
                lengths = {
                    f: byte_to_length(codes[number]) for f, codes in articles.lengths.items()
                }
                self._add_article(columns, lengths)
        for field, term, numbers, counts, values in committed.postings(self.storage, segment):
            gathered = self._gathered[field]
            postings = (
                [numbers, map(int, counts), values] if values else [numbers, map(int, counts)]
            )
            for number, *rest in zip(*postings, strict=True):
                if number in renumbered:
                    gathered[term] += (renumbered[number], *rest)

    def _add_article(self, columns: dict[str, int], lengths: dict[str, int]) -> None:
        self.perdocwriter.start_doc(self.docnum)
        for field, length in lengths.items():
            self.perdocwriter.add_field(field, self.schema[field], None, length)
        for name, value in columns.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        write = committed.TermWriter(self.fieldwriter).write
        terms = {}
        for field, gathered in self._gathered.items():
            postings = list(_in_order(field, gathered))
            gathered.clear()
            write(field, postings)
            terms[field] = terms_from(postings, self.docnum)
        self.fieldwriter.close()
        self._terms = {self.get_segment().segid: terms}

    def _commit_toc(self, segments: list[Any]) -> None:
        needed = shelf.prepare(self.storage, segments, self._terms, self._seen)
        super()._commit_toc(segments)
        shelf.sweep(self.storage, needed)


def _in_order(field: str, gathered: Mapping[bytes, list[Any]]) -> Iterator[committed.Postings]:
    """The postings of a field by term: of each article its number, a count, and the positions."""
    width = 3 if field in FIELDS else 2
    for term in sorted(gathered):
        row = gathered[term]
        values = row[2::3] if width == 3 else ()
        yield committed.Postings(field, term, row[::width], row[1::width], values)


def _text(entry: IndexEntry, field: str) -> str:
    """What is sought in a field; a note stands at the end of the body."""
    text: str = getattr(entry, field)
    return f"{text}\n\n{entry.note}" if field == "body" and entry.note else text
