"""Files with one JSON record a line, and the single record as an article.

A record says `title`, `text` (or `html`), `url` and `date`; also `author`,
`source` or `site`, `language` and `tags`. A field that is absent or null is unknown;
one of a wrong type is an error that names it, save `tags`, of which other programs
write much that is none. Other fields are ignored.

Format: https://jsonlines.org
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reader.errors import DocumentError
from reader.models import RECORD_SUFFIXES, Document, Failure
from reader.parsing.charset import decode
from reader.parsing.dates import iso_date
from reader.parsing.facts import Draft, Facts, language_tag, tag_names, web_address
from reader.parsing.formats import looks_like_html, suffix_of
from reader.parsing.text import read_text
from reader.safe import clean, line

if TYPE_CHECKING:
    from reader.parsing.record_model import Record

_LONGEST_KEY = 400


def split(document: Document) -> Iterator[Document | Failure]:
    """One document a record for a file of records; any other document is itself.

    What comes from elsewhere without a name (standard input) is a file of
    records when its first two lines are JSON objects.
    """
    if not holds_records(document):
        yield document
        return
    yield from split_lines(document.origin, document.name, _lines(document.raw))


def split_lines(
    origin: str, name: str, lines: Iterable[bytes | Failure]
) -> Iterator[Document | Failure]:
    """The same for a file that is read line by line: `lines` as bytes, or a failure in its place.

    The origin of a record is `origin#key`: the key is its `id`, else its `url`,
    else a hash of title and text; the second record of a key is `key#2`. A line
    that is no record is a Failure naming `file:line`, counted from 1.
    """
    seen: Counter[str] = Counter()
    for number, raw in enumerate(lines, start=1):
        if isinstance(raw, Failure):
            yield raw
            continue
        raw = raw.strip(b"\r\n").removeprefix(codecs.BOM_UTF8 if number == 1 else b"")
        if not raw.strip():
            continue
        try:
            key = _key(_record(raw))
        except DocumentError as error:
            yield Failure(f"{origin}:{number}", str(error))
            continue
        seen[key] += 1
        key = key if seen[key] == 1 else f"{key}#{seen[key]}"
        yield Document(f"{origin}#{key}", name, raw, number)


def holds_records(document: Document) -> bool:
    """Whether a document is many: by its extension, or its first lines when it has none."""
    suffix = suffix_of(document.name)
    if suffix in RECORD_SUFFIXES:
        # A record that came out of such a file has its name, but `#key` ends its origin.
        return document.origin.endswith(document.name)
    if suffix:
        return False
    head = document.raw[: 1 << 20].lstrip().split(b"\n", 2)
    return len(head) > 1 and all(_is_object(raw) for raw in head[:2])


def read_record(raw: bytes, one_of_many: bool = True) -> tuple[Draft, str]:
    """One record as a draft, and the character set it was read with.

    `one_of_many` says that it comes from a file of records. Raises DocumentError
    naming the field that is wrong or missing.
    """
    text, encoding = decode(raw, declared=False)
    record = _validated(_loaded(text, one_of_many))
    facts = _facts(record)
    if record.html and record.html.strip():
        return _from_html(record.html, facts), encoding
    if not record.text or not record.text.strip():
        raise DocumentError('has no text: neither "text" nor "html" is filled')
    if looks_like_html(record.text):
        return _from_html(record.text, facts), encoding
    return Draft(read_text(clean(record.text)), facts), encoding


def _from_html(html: str, facts: Facts) -> Draft:
    from reader.parsing.pages import read_html

    draft = read_html(html, facts.url)
    return Draft(draft.blocks, facts.or_else(draft.facts), draft.headline)


def _facts(record: Record) -> Facts:
    authors = record.author if isinstance(record.author, list) else [record.author or ""]
    return Facts(
        title=line(record.title or ""),
        author=", ".join(filter(None, map(line, authors))),
        published=iso_date(record.date or ""),
        source=line(record.source or ""),
        url=web_address(record.url or ""),
        language=language_tag(record.language or ""),
        tags=tag_names(record.tags),
    )


def _record(raw: bytes) -> dict[str, Any]:
    text, _ = decode(raw, declared=False)
    return _loaded(text)


def _loaded(text: str, one_of_many: bool = True) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except RecursionError:
        raise DocumentError("is JSON nested too deeply") from None
    except ValueError as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise DocumentError(f"is not valid JSON: {why[:1].lower()}{why[1:]}") from None
    if isinstance(loaded, list) and not one_of_many:
        raise DocumentError("is a JSON list; put one object on each line and name the file .jsonl")
    if not isinstance(loaded, dict):
        raise DocumentError(f"is JSON, but {_named(loaded)} instead of one record in braces")
    return loaded


def _validated(loaded: dict[str, Any]) -> Record:
    from pydantic import ValidationError

    from reader.parsing.record_model import Record

    try:
        return Record.model_validate(loaded)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        wanted = "text or a list of texts" if field in {"author", "authors"} else "text"
        raise DocumentError(
            f'field "{field}" must be {wanted}, not {_named(loaded.get(field))}'
        ) from None


def _named(value: object) -> str:
    """What kind of JSON value it is, as a person says it."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    names: dict[type, str] = {dict: "an object", list: "a list", str: "text"}
    return names.get(type(value), "null")


def _key(record: dict[str, Any]) -> str:
    for field in ("id", "url"):
        value = record.get(field)
        if (
            isinstance(value, str | int)
            and not isinstance(value, bool)
            and (key := line(str(value)))
        ):
            return key if len(key) <= _LONGEST_KEY else _hashed(key)
    return _hashed(json.dumps([record.get("title"), record.get("text")], sort_keys=True))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _lines(raw: bytes) -> Iterator[bytes]:
    """Line by line without a second copy of the whole."""
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start) + 1 or len(raw)
        yield raw[start:end]
        start = end


def _is_object(raw: bytes) -> bool:
    try:
        return isinstance(json.loads(raw), dict)
    except (ValueError, RecursionError):
        return False
