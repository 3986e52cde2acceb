"""Short ways to parse something written in a test, and to say what is read of it."""

from __future__ import annotations

from reader.models import Document, Parsed
from reader.parsing import parse


def document(raw: str | bytes, name: str = "story.txt") -> Document:
    """A document of these bytes (text as UTF-8) in a file of this name."""
    return Document(f"/news/{name}", name, raw.encode() if isinstance(raw, str) else raw)


def parsed(raw: str | bytes, name: str = "story.txt") -> Parsed:
    """What parsing makes of it."""
    return parse(document(raw, name))


def kept(article: Parsed) -> list[str]:
    """The texts that are read, in order."""
    return [block.text for block in article.blocks if not block.removed and block.text]


def removed(article: Parsed) -> list[tuple[str, str]]:
    """Reason and text of what is not."""
    return [(block.removed, block.text) for block in article.blocks if block.removed]


def shapes(article: Parsed) -> list[tuple[str, str]]:
    """Kind and text of every kept block."""
    return [(block.kind, block.text) for block in article.blocks if not block.removed]


BODY = (
    "The harbour office counted forty ships on Monday, more than in any week since the spring.",
    "Pilots worked through the night, and the last of the tankers was moored shortly after dawn.",
    "A second basin will open next year if the council finds the money for its locks.",
)
"""Three paragraphs of a story, for whatever stands around them."""
