"""The head of an article: its title, and the title again, the byline and the dateline below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from reader.models import Block
from reader.parsing.dates import iso_date
from reader.parsing.facts import Facts
from reader.parsing.reflow import ends_sentence
from reader.safe import line

TITLE_AGAIN = "title again"
DATELINE = "dateline"
BYLINE = "byline"

_LONGEST_TITLE = 200
_NEAR = 10
_WORDS = re.compile(r"\w+")
_DATE_LABEL = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|last updated|last modified|date|created|stand"
    r"|veröffentlicht|publié|publicado|publicada|pubblicato|mis à jour|actualizado|опубликовано)"
    r"(?: on| am| le| el| em| il| at)?\s*:?\s+)",
    re.I,
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|da|автор:?|text:|autor:|auteur\s?:|written by)\s*:?\s+(.{3,120})", re.I
)
_NAME = re.compile(r"(?:(?:d|l|O)['’])?[^\W\d_][\w.'’-]*")
_SMALL = {"and", "und", "et", "y", "e", "von", "van", "de", "der", "den", "la", "le", "del", "di",
          "da", "dos", "bin", "al", "el", "ibn", "ter", "ten", "zu", "и", "&"}  # fmt: skip
_AGENCIES = {
    name.casefold(): name
    for name in (
        "Reuters", "AP", "Associated Press", "The Associated Press", "AFP", "Agence France-Presse",
        "Bloomberg", "Bloomberg News", "dpa", "UPI", "EFE", "ANSA", "TASS", "Xinhua", "PTI",
        "IANS", "Kyodo", "Kyodo News", "Yonhap", "Interfax", "BBC News", "CNN", "NPR",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The blocks with their head marked, and the facts that the head adds."""

    blocks: tuple[Block, ...]
    facts: Facts


def choose_title(blocks: Sequence[Block], name: str) -> str:
    """A title for a document that declares none: its first line, else its file's name."""
    first = next((b for b in blocks if not b.removed and b.text and b.kind != "code"), None)
    text = line(first.text.split("\n")[0]) if first else ""
    if text and _is_title(text):
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
    for number in near:
        reason, facts = _head_line(blocks[number], title, facts)
        if reason:
            marked[number] = replace(blocks[number], removed=reason)
        elif not _may_stand_in_head(blocks[number]):
            break
    if not any(block.text and not block.removed for block in marked):
        return Head(tuple(blocks), facts)
    return Head(tuple(marked), facts)


def _may_stand_in_head(block: Block) -> bool:
    """Whether title, byline or dateline may still follow this block."""
    return block.kind in {"image", "rule"} or (
        len(block.text) < 160 and not ends_sentence(block.text)
    )


def _head_line(block: Block, title: str, facts: Facts) -> tuple[str, Facts]:
    """Why a line of the head is no part of the story ("" if it is), and the facts with its own."""
    text = line(block.text)
    if block.kind in {"code", "table", "image"} or len(text) > _LONGEST_TITLE * 2:
        return "", facts
    if same_title(text, title):
        return TITLE_AGAIN, facts
    if is_dateline(text):
        labelled_update = text.lower().startswith(("updated", "last", "mis à", "actual"))
        day = "" if labelled_update else iso_date(_DATE_LABEL.sub("", text, count=1))
        return DATELINE, facts.or_else(Facts(published=day))
    author, agency = byline(text)
    return (BYLINE if author else ""), facts.or_else(Facts(author=author, source=agency))


def is_dateline(text: str) -> bool:
    """Whether a line is a date and nothing else, labelled or not."""
    if len(text) > 80 or not any(c.isdigit() for c in text):
        return False
    return bool(iso_date(_DATE_LABEL.sub("", text, count=1)))


def byline(text: str) -> tuple[str, str]:
    """Author and news agency of a line such as `By Jane Doe, Reuters`; "" for what it is not."""
    found = _BYLINE.fullmatch(text)
    if not found or ends_sentence(text):
        return "", ""
    parts = [part.strip() for part in re.split(r",|\||/", found[1])]
    names = [part for part in parts if part.casefold() not in _AGENCIES]
    agency = next(
        (_AGENCIES[part.casefold()] for part in parts if part.casefold() in _AGENCIES), ""
    )
    if not names or not is_name(names[0]):
        return "", ""
    return ", ".join(
        [names[0], *(name for name in names[1:] if is_name(name, least=2))][:6]
    ), agency


def is_name(text: str, least: int = 1) -> bool:
    """Whether a text reads like the names of people: a few capitalised words."""
    words = text.split()
    names = [word for word in words if word.casefold() not in _SMALL]
    sound = all(_NAME.fullmatch(word) and not word[0].islower() for word in names)
    return least <= len(names) and len(words) <= 9 and sound
