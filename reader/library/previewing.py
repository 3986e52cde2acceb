"""What parsing makes of documents, feeds and lists of feeds, without keeping any of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from reader.models import Document, Failure
from reader.sources import files, pages

Record = dict[str, object]


def previews(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Record | Failure]:
    """Records of each file or address in turn, of `-` those of standard input.

    Their `kind` says what each is: see `reader.parsing.feeds.preview`.
    """
    from reader.parsing.feeds.preview import preview

    for path in paths:
        document = _document(path, stdin)
        if isinstance(document, Failure):
            yield document
            continue
        for record in preview(document.raw, address=document.url or document.origin):
            yield {"path": path, **record}


def _document(path: str, stdin: BinaryIO | None) -> Document | Failure:
    if path == "-" and stdin is not None:
        return files.read_stdin(stdin)
    return pages.read(path) if pages.is_address(path) else files.read(path)
