"""Bytes in, values out. No disk, no network, no clock: the same document is read the same
everywhere, and what is expensive to import is imported when a document needs it."""

from reader.parsing.document import parse
from reader.parsing.identity import article_id
from reader.parsing.language import language_of
from reader.parsing.records import split, split_lines
from reader.parsing.repeats import edges, mark_repeated

__all__ = ["article_id", "edges", "language_of", "mark_repeated", "parse", "split", "split_lines"]
