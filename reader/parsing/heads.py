"""The head of an article: its title, and the title again, the byline and the dateline below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from reader.light import dataclass
from reader.models import Block
from reader.parsing.credits import credit
from reader.parsing.facts import Facts
from reader.parsing.reflow import ends_sentence
from reader.safe import line

TITLE_AGAIN = "title again"
DATELINE = "dateline"
BYLINE = "byline"

_LONGEST_TITLE = 200
_NEAR = 10
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Head:
    """The blocks with their head marked, and the facts that the head adds."""

    blocks: tuple[Block, ...]
    facts: Facts


def choose_title(blocks: Sequence[Block], name: str) -> str:
    """A title for a document that declares none: its first line, else its file's name."""
    first = next((b for b in blocks if not b.removed and b.text and b.kind != "code"), None)
    text = line(first.text.split("\n")[0]) if first else ""
    if first and text and first.kind != "item" and _is_title(text):
        return text
    stem = tidy_name(name)
    return stem or clipped(text) or "Untitled"


def _is_title(text: str) -> bool:
    """Whether a first line can be a title rather than a paragraph of the story."""
    return len(text) <= 110 or (len(text) <= _LONGEST_TITLE and not ends_sentence(text))


def tidy_name(name: str) -> str:
    """A file's name as words; "" for `stdin` and for names that only a machine could give."""
    stem = line(PurePath(name).stem.replace("_", " "))
    if " " not in stem:
        stem = line(stem.replace("-", " "))
    words = _WORDS.findall(stem)
    spoken = [word for word in words if word.isalpha() and (len(word) > 1 or not word.isascii())]
    return stem[:_LONGEST_TITLE] if spoken and stem != "stdin" else ""


def clipped(text: str, limit: int = 100) -> str:
    """The beginning of a text, cut between words, with an ellipsis if it was cut."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def same_title(first: str, second: str) -> bool:
    """Whether two titles differ in case, punctuation and space only."""
    return _bare(first) == _bare(second) != ""


def _bare(title: str) -> str:
    return "".join(_WORDS.findall(title.casefold())) or "".join(title.split())


def mark_head(blocks: Sequence[Block], title: str, facts: Facts) -> Head:
    """Marks title, byline and dateline where they stand before the story begins.

    What byline and dateline say fills what `facts` leave open. A document
    that is nothing but its title keeps it.
    """
    marked = list(blocks)
    near = [n for n, block in enumerate(blocks) if not block.removed and block.text][:_NEAR]
    reason = ""
    for number in near:
        credited = reason in {BYLINE, DATELINE}
        reason, facts = _head_line(blocks[number], title, facts, credited)
        if reason:
            marked[number] = replace(blocks[number], removed=reason)
        elif not _may_stand_in_head(blocks[number]):
            break
    if not any(block.text and not block.removed for block in marked):
        return Head(tuple(blocks), facts)
    return Head(_without_repeats(marked, title), facts)


def _without_repeats(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """The blocks; headings and pictures that only say the title again say it no more.

    A picture stays the first time it is shown. A paragraph with the words of
    the title may be a refrain.
    """
    found = []
    shown: set[str] = {""}
    for block in blocks:
        repeats = block.kind in {"heading", "image"} and not block.removed
        if repeats and same_title(block.text, title):
            if block.kind == "heading" or block.target in shown:
                block = replace(block, removed=TITLE_AGAIN)
            else:
                block = replace(block, text="")
        if block.kind == "image":
            shown.add(block.target)
        found.append(block)
    return tuple(found)


def _may_stand_in_head(block: Block) -> bool:
    """Whether title, byline or dateline may still follow this block."""
    return block.kind in {"image", "rule"} or (
        len(block.text) < 160 and not ends_sentence(block.text)
    )


def _head_line(block: Block, title: str, facts: Facts, credited: bool) -> tuple[str, Facts]:
    """Why a line of the head is no part of the story ("" if it is), and the facts with its own.

    `credited` says that the line before was a byline or dateline.
    """
    text = line(block.text)
    if block.kind in {"code", "table", "image"} or len(text) > _LONGEST_TITLE * 2:
        return "", facts
    if block.kind != "item" and same_title(text, title):
        return TITLE_AGAIN, facts
    read = credit(block.text, beside_one=credited and block.kind != "heading")
    if read is None:
        return "", facts
    said = Facts(author=read.author, published=read.published, source=read.agency)
    return (BYLINE if read.author else DATELINE), facts.or_else(said)
