"""Values as words on a screen: ages, dates, reading times, text that fits.

Small pure functions from the values of `reader.models` to text that is safe
to draw: one line, nothing a terminal obeys, nothing read as markup. What is
returned is plain `str` to be put into segments or `Content`, never handed to
a widget that parses it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from math import ceil
from typing import Literal

from rich.cells import cell_len, split_graphemes

from reader.light import pattern
from reader.models import Article
from reader.safe import clean, line
from reader.tui.signs import real_signs

DateForm = Literal["age", "date", "iso"]

ELLIPSIS = "…"
UNTITLED = "Untitled"
NOTED = "✎"
"""The sign of a note."""
SOFT_HYPHEN = "\u00ad"
WORD_JOINER = "\u2060"

_FILLING = {0x200B: None, ord(WORD_JOINER): None}

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LONG_WORD = 16
_LOOSE = " ,;:·–—("
"""What does not stand before an ellipsis."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_SKEW = 10 * _MINUTE
_SAME_YEAR = 330 * _DAY
_WORDS_A_MINUTE = 238
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PASSED = pattern(r"\d+[mhd]\Z")
_DAY_ONLY = pattern(r"\d{4}-\d{2}-\d{2}\Z")
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_STRAY_JOINER = pattern(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_LINK = pattern(
    r"(?:https?://|mailto:|gemini://|gopher://|ftp://)[^\s\x00-\x20\x7f-\x9f\"<>\\^`{|}]+\Z",
    re.IGNORECASE,
)


def drawable(text: str) -> str:
    """Cleaned text of the same length as `clean` gives, and as wide as it is counted.

    A joiner is kept between emoji only. Elsewhere the cell tables count the
    sign after it as nothing while terminals draw it, so that a line of them
    would run off the screen; a word joiner, which draws nothing, takes its place.
    """
    text = clean(text)
    return _STRAY_JOINER.sub(WORD_JOINER, text) if "\u200d" in text else text


def title(text: str) -> str:
    """A title on one line with dashes and ellipses; `Untitled` when it says nothing."""
    return real_signs(line(text)).translate(_FILLING) or UNTITLED


def age(when: float, now: float, published: str = "", tz: tzinfo | None = None) -> str:
    """How long ago, in at most eight cells: `now`, `5m`, `3h`, `2d`, `4 Jan`, `Jan 2019`.

    `when` and `now` are Unix seconds; `tz` is the reader's zone (the system's
    by default). Where `published` names only a day, no hours are claimed: the
    same day is `today`. A moment in the future is shown as its date, but for
    clocks that disagree by a few minutes. "" when no calendar holds `when`.
    """
    if _DAY_ONLY.match(published):
        return _age_of_day(published, now, tz)
    passed = now - when
    if passed < -_SKEW or passed >= 7 * _DAY:
        moment = _moment(when, tz)
        return _short_date(moment.date(), abs(passed)) if moment else ""
    if passed < _MINUTE:
        return "now"
    for unit, name in ((_DAY, "d"), (_HOUR, "h")):
        if passed >= unit:
            return f"{int(passed // unit)}{name}"
    return f"{int(passed // _MINUTE)}m"


def when(
    moment: float, now: float, published: str = "", form: DateForm = "age", tz: tzinfo | None = None
) -> str:
    """When something was, as a person wants it told; the arguments are those of `age`.

    `date` is `14:05` on the same day, else `4 Jan` or `Jan 2019`; `iso` is `2026-01-04`.
    """
    if form == "age":
        return age(moment, now, published, tz)
    there, here = _moment(moment, tz), _moment(now, tz)
    if there is None or here is None:
        return ""
    day = _day_of(published) or there.date()
    if form == "iso":
        return day.isoformat()
    if day == here.date():
        return "today" if _DAY_ONLY.match(published) else f"{there:%H:%M}"
    return _short_date(day, abs((here.date() - day).days) * _DAY)


def arrival(told: str) -> str:
    """When an article came in that has no date of its own, so that it cannot pass for one.

    `told` is what `when` says of that moment: `5m` becomes `added 5m ago`.
    """
    if told == "now":
        return "just added"
    return f"added {told} ago" if _PASSED.match(told) else f"added {told}"


def _day_of(published: str) -> date | None:
    """The day, where it is all that is known."""
    try:
        return date.fromisoformat(published) if _DAY_ONLY.match(published) else None
    except ValueError:
        return None


def _age_of_day(published: str, now: float, tz: tzinfo | None) -> str:
    today = _moment(now, tz)
    try:
        when = date.fromisoformat(published)
    except ValueError:
        return ""
    days = (today.date() - when).days if today else 0
    if 0 <= days < 7:
        return f"{days}d" if days else "today"
    return _short_date(when, abs(days) * _DAY)


def _short_date(when: date, distance: float) -> str:
    month = _MONTHS[when.month - 1][:3]
    return f"{when.day} {month}" if distance < _SAME_YEAR else f"{month} {when.year}"


def _moment(seconds: float, tz: tzinfo | None) -> datetime | None:
    """The local moment; None where the platform's calendar ends."""
    try:
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(tz)
    except (OverflowError, OSError, ValueError):
        return None


def day(published: str, tz: tzinfo | None = None) -> str:
    """A publication date in words: `4 January 2019`, with the local time for a moment.

    `published` is ISO 8601 as in `reader.models`; what cannot be read is
    shown as it stands, and "" stays "".
    """
    try:
        moment = datetime.fromisoformat(published)
        if not _DAY_ONLY.match(published):
            moment = moment.astimezone(tz)
    except (ValueError, OverflowError, OSError):
        return line(published)
    words = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return words if _DAY_ONLY.match(published) else f"{words}, {moment:%H:%M}"


def reading_time(words: int) -> str:
    """How long a text takes to read: `4 min`, `1 h 5 min`; "" for no words.

    At 238 words a minute, the mean for English non-fiction read silently
    (M. Brysbaert, Journal of Memory and Language 109, 2019), rounded up.
    """
    if words <= 0:
        return ""
    hours, minutes = divmod(ceil(words / _WORDS_A_MINUTE), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def byline(article: Article, tz: tzinfo | None = None) -> str:
    """Source, author, date and reading time on one line, what is known of them."""
    head = article.headline
    source, author = line(head.source), line(article.author)
    parts = (
        source,
        author if author.casefold() != source.casefold() else "",
        day(head.published, tz),
        reading_time(head.words),
    )
    return " · ".join(part for part in parts if part)


def counted(number: int, one: str) -> str:
    """`1 article`, `3 articles`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def fit(text: str, cells: int) -> str:
    """The text on one line, cut with an ellipsis to at most so many cells.

    Characters two cells wide, combining marks and joined emoji stay whole.
    """
    text = " ".join(drawable(text).split())
    text = text.replace(SOFT_HYPHEN, "").replace(WORD_JOINER, "")
    if cell_len(text) <= cells:
        return text
    if cells < 1:
        return ""
    return text[: _end_within(text, cells - 1)].rstrip() + ELLIPSIS


def fit_words(text: str, cells: int) -> str:
    """The same, and cut between two words where one ends within a long word's length."""
    shown = fit(text, cells)
    if not shown.endswith(ELLIPSIS) or shown == text:
        return shown
    end = len(shown) - 1
    if " ".join(drawable(text).split())[end : end + 1].strip():  # in the middle of a word
        before = shown.rfind(" ", max(0, end - _LONG_WORD), end)
        end = before if before > 0 else end
    return shown[:end].rstrip(_LOOSE) + ELLIPSIS


def _end_within(text: str, cells: int) -> int:
    """The longest whole number of characters that takes at most so many cells."""
    if text.isascii():
        return cells
    used = 0
    spans, _ = split_graphemes(text)
    for start, _, width in spans:
        used += width
        if used > cells:
            return start
    return len(text)


@lru_cache(4096)  # asked for each link when it is numbered, set and drawn
def link_target(address: str) -> str:
    """The address if it may be opened (http, https, mailto, gemini, gopher, ftp), else ""."""
    return address if _LINK.match(address) and clean(address) == address else ""
