"""An article set as a page: its head and its blocks, broken at a width in cells.

The head ends with what a person has put on the article, tags and note. These have their
places among the pieces also where there are none, so that what is remembered by the index
of a piece (a hit, a selection) is the same before and after one is put there.

Everything a stranger wrote passes `reader.safe` here, before it is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from rich.cells import cell_len

from reader.models import Article, Block, Span
from reader.safe import line
from reader.tui.addresses import spans_of
from reader.tui.footnotes import REFERENCE, Footnotes, label_of
from reader.tui.grid import Cells, set_grid
from reader.tui.layout import UNSEEN, Inserts
from reader.tui.marks import raised
from reader.tui.pieces import NUMBER, Boxed, Piece, Prose, Run, Verbatim
from reader.tui.render import NOTED, byline, drawable, fit, link_target, title
from reader.tui.sheet import ADDRESS, BYLINE, NOTE, TAGS, TITLE, VANISHED, Set, Sheet
from reader.tui.signs import real_signs, single_spaces

_BROAD = 50
"""Cells from which more lines of tags and note are drawn."""
_OWN_LINES, _OWN_LINES_NARROW = {TAGS: 2, NOTE: 3}, {TAGS: 1, NOTE: 2}
"""How many: the article begins on the first screen, however much was put on it."""
_TAB = 4
_BAR = Run("quote", "│ ")
_TIGHT = ("item", "footnote")
_LEAST = 24
"""Cells that bars and indents leave to the text, however deep."""
_CELL_GAP = " · "
_FRAME = 4
"""Cells of the two sides of a frame and the spaces within."""
_GUTTER = 2
"""Cells of what stands before each line of code."""

Numbers = Mapping[str, int]
"""By where links lead, the numbers that are drawn behind them."""


def typeset(
    article: Article,
    width: int,
    original: bool = False,
    numbers: Numbers | None = None,
    *,
    folded: bool = True,
) -> Sheet:
    """The article at `width` cells (2 at least), removed blocks too if `original`.

    Only the order of its pieces is found here; each is made when it is looked at. Links
    have their `numbers` behind them where there is room for such. Of tags and note only
    the first lines are drawn if `folded`.
    """
    width = max(width, 2)
    known = numbers if numbers and width >= _LEAST else {}
    footnotes = Footnotes(article.blocks, original)
    body = _body(article.blocks, width, original, known, footnotes)
    return Sheet([*_head(article, width), *_own(article, width, folded), *body], width, footnotes)


def _head(article: Article, width: int) -> Iterator[Set]:
    heading = drawable(title(article.headline.title))
    yield _set(_prose(heading, "title", width), TITLE)
    words = byline(article)
    if words:
        yield _set(_prose(drawable(words), "byline", width), BYLINE, searchable=False, tight=True)
    if address := line(article.url):
        shown = _address("", address, width, (), ())
        yield _set(shown, ADDRESS, searchable=False, tight=True)
    if article.vanished:
        gone = _prose("The document this came from is no longer there.", "note", width)
        yield _set(gone, VANISHED, searchable=False, tight=True)


def _own(article: Article, width: int, folded: bool) -> Iterator[Set]:
    """What a person has put on the article, with no line where there is nothing."""
    for source, piece in ((TAGS, _set_tags(article, width)), (NOTE, _set_note(article, width))):
        if piece and folded:
            lines = _OWN_LINES if width >= _BROAD else _OWN_LINES_NARROW
            piece.most = lines[source]
        searchable = source == NOTE  # a search finds an article by its note, too
        guess = min(len(piece.text) // piece.room + 1, piece.most or 99) if piece else 0
        made = piece or Prose("", width, 0, "text", _lines=[])
        yield Set(partial(_given, made), source, 0, guess, searchable=searchable, tight=True)


def _given(piece: Piece) -> Piece:
    return piece


def _set_tags(article: Article, width: int) -> Prose | None:
    """Each in its colour; on the page a name is at most a line long."""
    text, looks = "", []
    for tag in article.headline.tags:
        text += "  " if text else ""
        name = f"#{fit(tag.name, width - 2)}"
        looks.append((f"tag-{tag.colour}", len(text), len(text) + len(name)))
        text += name
    return replace(_prose(text, "text", width), looks=tuple(looks)) if text else None


def _set_note(article: Article, width: int) -> Prose | None:
    text = drawable(article.note.text).replace("\t", " ").strip() if article.note else ""
    if not text:
        return None
    sign, spans = Run("marker", f"{NOTED} "), spans_of(Block("paragraph", text))
    return _prose(text, "remark", width, spans, (sign,), (Run("marker", "  "),))


def _set(
    piece: Prose,
    source: int,
    *,
    removed: bool = False,
    searchable: bool = True,
    tight: bool = False,
) -> Set:
    """A piece that is there already, such as those of the head."""
    return Set(
        lambda: piece,
        source,
        weight=len(piece.text),
        guess=len(piece.text) // piece.room + 1,
        removed=removed,
        searchable=searchable,
        tight=tight,
    )


def _body(
    blocks: tuple[Block, ...], width: int, original: bool, numbers: Numbers, footnotes: Footnotes
) -> Iterator[Set]:
    reason, previous = "", None
    for source, block in enumerate(blocks):
        if (block.removed and not original) or _is_empty(block):
            continue
        if block.removed and block.removed != reason:
            note = _prose(f"Left out: {line(block.removed)}", "note", width)
            yield _set(note, source, removed=True, searchable=False)
            previous = None
        bars = min(block.quoted, max(width - _LEAST, 0) // 2)
        tight = previous is not None and _is_tight(previous, block)
        yield Set(
            partial(_make, block, width, (_BAR,) * bars, numbers, footnotes),
            source,
            weight=max(len(block.text), 1) + len(block.target),
            guess=_guess(block, width - 2 * bars),
            bars=bars,
            removed=bool(block.removed),
            tight=tight or bool(block.removed and block.removed != reason),
        )
        reason, previous = block.removed, block


def _make(
    block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers, footnotes: Footnotes
) -> Piece:
    return _SETTERS[block.kind](footnotes.drawn(block), width, bars, numbers)


def _is_empty(block: Block) -> bool:
    """Would it be a blank line among others?"""
    return block.kind not in ("rule", "image", "table") and not block.text.strip()


def _guess(block: Block, width: int) -> int:
    """About how many lines it will take: a line of text loses a word's half at its end."""
    if block.kind == "table" and block.rows:
        return len(block.rows)
    return len(block.text) // max(width - 3, 1) + block.text.count("\n") + 1


def _is_tight(above: Block, below: Block) -> bool:
    if above.quoted != below.quoted or bool(above.removed) != bool(below.removed):
        return False
    if above.kind == "heading":
        return below.kind != "heading"
    return above.kind == below.kind and above.kind in _TIGHT


def _text_of(block: Block) -> tuple[str, tuple[Span, ...]]:
    """The text as it may be drawn, and its spans where they still fit it."""
    text = drawable(block.text)
    spans = spans_of(block) if len(text) == len(block.text) else ()
    return single_spaces(real_signs(text.replace("\t", " "), spans), spans), spans


def _inserts(text: str, spans: tuple[Span, ...], numbers: Numbers) -> Inserts:
    """The numbers of the links, each behind the last letter of its link."""
    if not numbers or not spans:
        return {}
    links = [span for span in spans if span.style == "link"]
    goes_on = {(span.start, span.target) for span in links}
    found = {}
    for span in links:
        number = numbers.get(link_target(span.target))
        shown = text[span.start : span.end].rstrip()
        if number and shown and (span.end, span.target) not in goes_on:
            found[span.start + len(shown)] = f"[{number}]"
    return found


def _prose(
    text: str,
    look: str,
    width: int,
    spans: tuple[Span, ...] = (),
    first: tuple[Run, ...] = (),
    rest: tuple[Run, ...] | None = None,
    *,
    each: bool = False,
    numbers: Numbers | None = None,
) -> Prose:
    rest = first if rest is None else rest
    room = width - max(_cells(first), _cells(rest))
    inserts = _inserts(text, spans, numbers or {})
    return Prose(text, room, len(text), look, spans, first, rest, each, numbers=inserts)


def _cells(runs: tuple[Run, ...]) -> int:
    return sum(cell_len(run.text) for run in runs)


def _set_paragraph(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    text, spans = _text_of(block)
    return _prose(text, "quoted" if bars else "text", width, spans, bars, numbers=numbers)


def _set_heading(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    text, spans = _text_of(block)
    look = "heading" if block.level < 3 else "subheading"
    return _prose(text, look, width, spans, bars, numbers=numbers)


def _set_item(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    indent = min(2 * block.level, max(width - _LEAST - _cells(bars), 0))
    marker = Run("marker", " " * indent + (fit(block.marker, 8) or "•"))
    return _set_hanging(block, width, bars, marker, numbers)


def _set_footnote(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    label = fit(label_of(block), 8) or "*"
    is_number = label.isascii() and label.isdigit()
    marker = Run(REFERENCE, raised(label)) if is_number else Run("marker", f"[{label}]")
    # A copy has marks as the article has them.
    return _set_hanging(block, width, bars, marker, numbers, f"[{label}] ")


def _set_hanging(
    block: Block,
    width: int,
    bars: tuple[Run, ...],
    marker: Run,
    numbers: Numbers,
    lead: str = "",
) -> Piece:
    text, spans = _text_of(block)
    first = (*bars, marker, Run("marker", " "))
    rest = (*bars, Run("text", " " * (_cells((marker,)) + 1)))
    look = "footnote" if block.kind == "footnote" else "text"
    set_text = _prose(text, look, width, spans, first, rest, numbers=numbers)
    set_text.lead = lead or f"{marker.text} "
    return set_text


def _set_code(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    text = drawable(block.text).expandtabs(_TAB).rstrip("\n")
    spans = block.spans if text == block.text else ()
    room, inserts = max(width - _cells(bars) - _GUTTER, 2), _inserts(text, spans, numbers)
    return Verbatim(text, room, "code", spans, bars, inserts)


def _set_rule(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    rule = Run("rule", "─" * (width - _cells(bars)))
    return Prose("", width, 0, "text", first=(*bars, rule))


def _set_image(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    text, spans = _text_of(block)
    if not text.strip():
        text, spans = "Image", ()
    room = width - _cells(bars) - _FRAME
    address = line(block.target)
    known = numbers.get(link_target(address))
    number = f"[{known}]" if known else ""
    if room < _LEAST // 2:  # no room for a frame
        first, rest = (*bars, Run("marker", "▨ ")), (*bars, Run("marker", "  "))
        if number:
            first = (*first, Run(NUMBER, number), Run("marker", " "))
        if not address:
            return _prose(text, "image", width, spans, first, rest, numbers=numbers)
        return _address(text, address, width, first, rest, spans, numbers)
    inner = (
        _address(text, address, room, (), (), spans, numbers)
        if address
        else _prose(text, "image", room, spans, numbers=numbers)
    )
    drawn = (inner.runs(row) for row in range(inner.height))
    widest = max(sum(cell_len(run.text.translate(UNSEEN)) for run in runs) for runs in drawn)
    return Boxed(inner, bars, max(widest, 3 + len(number)) + 2, number)


def _address(
    text: str,
    address: str,
    width: int,
    first: tuple[Run, ...],
    rest: tuple[Run, ...],
    spans: tuple[Span, ...] = (),
    numbers: Numbers | None = None,
) -> Prose:
    """A text with its spans and, on a line of its own, where it leads."""
    room = width - max(_cells(first), _cells(rest))
    shown = fit(address, room)
    body = len(text)
    whole = f"{text}\n{shown}" if text else shown
    target = link_target(address)
    led = (Span(len(whole) - len(shown), len(whole), "link", target),) if target else ()
    inserts = _inserts(text, spans, numbers or {})
    return Prose(whole, room, body, "image", (*spans, *led), first, rest, numbers=inserts)


def _set_table(block: Block, width: int, bars: tuple[Run, ...], numbers: Numbers) -> Piece:
    text, cells = _table_text(block)
    width_left = width - _cells(bars)
    spans = _table_spans(block, text)
    if cells and cells[0]:
        header = block.level == 1 and len(cells) > 1
        inserts = _inserts(text, spans, numbers)
        if grid := set_grid(text, cells, header, width_left, spans, bars, inserts):
            return grid
    rest = (*bars, Run("text", "  "))
    return _prose(text, "text", width, spans, bars, rest, each=True, numbers=numbers)


def _table_text(block: Block) -> tuple[str, Cells]:
    """The cells in one text, so that marks have a place, and where each stands."""
    rows = block.rows or tuple(tuple(row.split("\t")) for row in block.text.split("\n"))
    columns = max(map(len, rows), default=0)
    parts: list[str] = []
    cells: list[tuple[tuple[int, int], ...]] = []
    position = 0
    for row in rows:
        places = []
        for column in range(columns):
            cell = drawable(line(row[column])) if column < len(row) else ""
            places.append((position, position + len(cell)))
            ending = "\n" if column == columns - 1 else _CELL_GAP
            parts += (cell, ending)
            position += len(cell) + len(ending)
        cells.append(tuple(places))
    return "".join(parts)[:-1], tuple(cells)


def _table_spans(block: Block, text: str) -> tuple[Span, ...]:
    """Spans moved to where the wider gaps between cells put them."""
    if block.text.replace("\t", _CELL_GAP) != text:
        return ()
    wider = len(_CELL_GAP) - 1

    def place(offset: int) -> int:
        return offset + wider * block.text.count("\t", 0, offset)

    return tuple(Span(place(s.start), place(s.end), s.style, s.target) for s in spans_of(block))


_SETTERS: dict[str, Callable[[Block, int, tuple[Run, ...], Numbers], Piece]] = {
    "paragraph": _set_paragraph,
    "heading": _set_heading,
    "item": _set_item,
    "footnote": _set_footnote,
    "code": _set_code,
    "rule": _set_rule,
    "image": _set_image,
    "table": _set_table,
}
