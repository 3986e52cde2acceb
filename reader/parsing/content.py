"""Which pieces of a web page are its article.

Every text of the page is converted first; here each piece is only judged, so a
wrong judgement hides text and never loses it. A page that has no furniture is
left whole. Otherwise trafilatura's opinion (which text is content) is the
evidence, weighed with what the page says by its elements.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from reader.parsing.convert import Piece
from reader.parsing.tree import Element

_WORDS = re.compile(r"\w+")
_SHINGLE = 4
_PROSE = 50
_COMPANY = 2
_LEVELS = 4
_REACH = 40
_PAGE_TAGS = ("nav", "footer", "aside", "iframe")
_INNER = frozenset({"li", "ul", "ol", "p", "blockquote"})
_ABOVE = 12
_HEADLINE = 25
_LONGEST_TEASER = 300
_LEDE = re.compile(
    r"(?:^|[\s_-])(?:summary|standfirst|lede|dek|subheadline|article-intro)(?=$|[\s_-])"
)
_OTHERS = re.compile(
    r"(?:you|we think you) (?:may|might|will|['’]ll)(?: also)? like|related (?:posts|stories|articles|news)"
    r"|more stories|recommended(?: for you)?|(?:das )?könnte (?:sie|dich) auch interessieren"
    r"|você (?:também )?pode (?:também )?gostar|(?:también )?te puede(?: también)? (?:interesar|gustar)"
    r"|vous (?:aimerez|pourriez) aussi(?: aimer)?|potrebbe(?:ro)? (?:interessarti|piacerti)(?: anche)?"
    r"|читайте также|вам может понравиться",
    re.I,
)
_LARGEST = 8 << 20


def outside_article(pieces: Sequence[Piece], root: Element, text: str) -> frozenset[int]:
    """The numbers of the pieces that are not part of the article."""
    if not _has_furniture(pieces, root):
        return frozenset()
    evidence = _content_text(text)
    inside = _evident(pieces, evidence)
    inside = _without_links(pieces, inside | _companions(pieces, inside))
    if not inside:
        inside = {n for n, piece in enumerate(pieces) if piece.zone == "article"}
    if not inside:
        return frozenset()
    inside = _without_teasers(pieces, _before_others(pieces, inside)) | _lede(pieces, inside)
    return frozenset(range(len(pieces))) - frozenset(inside | _notes(pieces))


def _notes(pieces: Sequence[Piece]) -> set[int]:
    """The footnotes. Each leads back to the text, so that they look like a list of links."""
    return {n for n, p in enumerate(pieces) if p.block.kind == "footnote" and p.zone != "outside"}


def _lede(pieces: Sequence[Piece], inside: set[int]) -> set[int]:
    """The summary right above the story, which an element of its own holds and says so."""
    first = min((n for n in inside if _is_text(pieces[n]) and _is_prose(pieces[n])), default=0)
    return {
        n
        for n in range(max(0, first - _ABOVE), first)
        if _is_prose(pieces[n]) and _LEDE.search(_classes(pieces[n]))
    }


def _classes(piece: Piece) -> str:
    """The classes of the elements close around a piece."""
    near = (piece.parent, *islice(piece.parent.iterancestors(), 1))
    return " ".join(element.get("class") or "" for element in near)


def _before_others(pieces: Sequence[Piece], inside: set[int]) -> set[int]:
    """Without what follows a heading such as *You may also like*, if there is no prose but
    below links: where a paragraph stands otherwise, the heading was a box within the story."""
    prose = sorted(n for n in inside if _is_prose(pieces[n]))
    for number, piece in enumerate(pieces):
        if piece.block.kind == "heading" and _OTHERS.fullmatch(piece.block.text.strip(" .…:!?")):
            after = [n for n in prose if n > number]
            below_links = all(_is_mostly_link(pieces[n - 1]) for n in after)
            if after and len(after) < len(prose) and below_links:
                return {n for n in inside if n < number}
    return inside


def _without_teasers(pieces: Sequence[Piece], inside: set[int]) -> set[int]:
    """Without the teasers of other stories at the end: texts that follow, or begin with, the
    headline of another story as a link."""
    kept = set(inside)
    for number in sorted(inside, reverse=True):
        if not _is_text(pieces[number]):
            continue
        if len(kept) < _COMPANY or not _is_teaser(pieces, number):
            break
        kept = {n for n in kept if n < number}
    return kept if any(_is_prose(pieces[n]) for n in kept) else inside


def _is_teaser(pieces: Sequence[Piece], number: int) -> bool:
    block = pieces[number].block
    if block.kind == "image" or len(block.text) > _LONGEST_TEASER:
        return block.kind == "image"
    opening = next((s.end for s in block.spans if s.style == "link" and s.start == 0), 0)
    if _HEADLINE <= opening < len(block.text) and block.text[opening - 1] not in ".,":
        return (
            opening * 5 >= len(block.text) and block.text[opening : opening + 2].strip().isupper()
        )
    before = next((p for p in reversed(pieces[:number]) if p.block.kind != "image"), None)
    return before is not None and _is_only_link(before) and len(before.block.text) >= _HEADLINE


def _has_furniture(pieces: Sequence[Piece], root: Element) -> bool:
    """Whether the document is a page of a site rather than a text in HTML."""
    if any(piece.zone == "outside" for piece in pieces):
        return True
    if next(root.iter(*_PAGE_TAGS), None) is not None:
        return True
    if any(script.get("src") for script in root.iter("script")):
        return True
    length = sum(len(piece.block.text) for piece in pieces)
    menu = sum(len(p.block.text) for p in pieces if p.linked * 10 >= len(p.block.text) * 9)
    return menu * 4 > length


def _content_text(text: str) -> str:
    """What trafilatura takes for the content of the page, "" when it has no opinion."""
    if len(text) > _LARGEST:
        return ""
    import trafilatura

    try:
        found: Any = trafilatura.extract(
            text,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            output_format="txt",
        )
    except Exception:
        # A library that judges strangers' pages may fail in ways it does not
        # list; it is a witness here, and the page has others.
        return ""
    return str(found or "")


def _evident(pieces: Sequence[Piece], evidence: str) -> set[int]:
    """The pieces whose words stand in the evidence, on a line of their own or as four in a row."""
    lines = {" ".join(_WORDS.findall(s.casefold())) for s in evidence.split("\n")}
    words = _WORDS.findall(evidence.casefold())
    shingles = {tuple(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
    solid = {_solid(line) for line in evidence.split("\n")}
    return {
        n
        for n, piece in enumerate(pieces)
        if _is_evident(piece, lines, shingles) or _is_evident_table(piece, solid)
    }


def _is_evident(piece: Piece, lines: set[str], shingles: set[tuple[str, ...]]) -> bool:
    words = _WORDS.findall(piece.block.text.casefold())
    if not words:
        return False
    if " ".join(words) in lines:
        return True
    own = [tuple(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)]
    return bool(own) and sum(s in shingles for s in own) * 2 >= len(own)


def _is_evident_table(piece: Piece, solid: set[str]) -> bool:
    """Whether half of its rows stand there, wherever words are parted.

    trafilatura writes what is raised or stands behind a break without a space: `1,2341` where a
    cell says 1,234 and has the mark of a note. In a short table that leaves no four words in a row.
    """
    rows = [_solid(row) for row in piece.block.text.split("\n") if piece.block.kind == "table"]
    return bool(rows) and sum(row in solid for row in rows if row) * 2 >= len(rows)


def _solid(text: str) -> str:
    """The letters and digits of a line alone, raised ones as others."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text.casefold())))


def _companions(pieces: Sequence[Piece], inside: set[int]) -> set[int]:
    """Prose that the evidence left out of the very containers it took paragraphs from."""
    homes = Counter(home for n in inside if (home := _home(pieces[n])) and _is_prose(pieces[n]))
    trusted = {home for home, count in homes.items() if count >= _COMPANY}
    if not trusted:
        return set()
    first, last = min(inside), max(inside)
    return {
        n
        for n, piece in enumerate(pieces)
        if first <= n <= last + _REACH and _is_prose(piece) and _home(piece) in trusted
    }


def _home(piece: Piece) -> str:
    """The container of a paragraph by tag and class, as pages repeat it; "" if it has no class."""
    for element in islice(piece.parent.iterancestors(), _LEVELS):
        if element.get("class") and element.tag not in _INNER:
            return f"{element.tag}.{element.get('class')}"
    return ""


def _is_prose(piece: Piece) -> bool:
    block = piece.block
    plain = block.kind in {"paragraph", "item"} and piece.zone != "outside"
    return plain and len(block.text) >= _PROSE and piece.linked * 3 < len(block.text)


def _without_links(pieces: Sequence[Piece], inside: set[int]) -> set[int]:
    """Without lines that are only a link, which lead to other stories, and without
    what follows the last prose unless it is prose itself."""
    read = {n for n in inside if not _is_only_link(pieces[n])}
    last = max((n for n in read if _is_text(pieces[n])), default=-1)
    kept = {n for n in read if n <= last}
    return kept or inside


def _is_only_link(piece: Piece) -> bool:
    text = piece.block.text
    return (
        piece.block.kind in {"paragraph", "heading", "item"}
        and piece.linked * 10 >= len(text) * 9 > 0
    )


def _is_mostly_link(piece: Piece) -> bool:
    return piece.linked * 2 > len(piece.block.text)


def _is_text(piece: Piece) -> bool:
    return piece.block.kind != "heading" and bool(piece.block.text)
