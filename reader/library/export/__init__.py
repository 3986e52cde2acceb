"""Articles as documents again: Markdown, HTML, plain text, JSON.

Markdown and HTML carry title, author, date, source and address where `add`
looks for them, so an exported article comes back as it was. Tags come back from
Markdown and JSON; a note is for people to read, as documents write no notes here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from reader.library.export import html, markdown
from reader.models import Article

_RISKY = re.compile(r"[^\w\- ]+")
_LONGEST_BYTES = 150


def render(article: Article, kind: str) -> str:
    """The article in one of the formats `md`, `html`, `txt`, `json`; ends with a line break."""
    return _RENDERERS[kind](article)


def file_name(article: Article, kind: str) -> str:
    """A name that says what it is and cannot leave its folder: `title-words-id.md`."""
    plain = unicodedata.normalize("NFC", _RISKY.sub(" ", article.headline.title)).lower()
    words = "-".join(plain.split())[:60]
    # Bytes, not characters, are what file systems count.
    words = words.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip("-")
    return f"{words or 'article'}-{article.headline.id}.{kind}"


def _text(article: Article) -> str:
    headline = article.headline
    about = " · ".join(
        p for p in (headline.source, article.author, headline.published, article.url) if p
    )
    head = [headline.title, *([about] if about else [])]
    if article.tags:
        head.append(f"Tags: {', '.join(article.tags)}")
    if article.note:
        head.append(f"Note: {article.note.text}")
    return "\n\n".join([*head, article.text]).rstrip() + "\n"


def _json(article: Article) -> str:
    from reader.records import FullRecord, fields

    record = FullRecord.model_validate({**fields(article), "text": article.text})
    return record.model_dump_json() + "\n"


_RENDERERS: dict[str, Callable[[Article], str]] = {
    "md": markdown.render,
    "html": html.render,
    "txt": _text,
    "json": _json,
}
