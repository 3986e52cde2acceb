"""Dates as people write them → ISO 8601, and never one the text does not say.

A date counts only when it names a year, a month and a day, and when there is
one way to read it: `03/04/2019` is a different day on each side of an ocean,
so it stays unknown. A time counts only with a zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from reader.safe import line

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier enero janeiro gennaio января января́ январь januari",
            "february feb februar février fevrier febrero fevereiro febbraio февраля февраль"
            " februari",
            "march mar märz maerz mars marzo março marco марта март maart",
            "april apr avril abril aprile апреля апрель",
            "may mai mayo maio maggio мая май mei",
            "june jun juni juin junio junho giugno июня июнь",
            "july jul juli juillet julio julho luglio июля июль",
            "august aug août aout agosto августа август augustus",
            "september sep sept septembre septiembre setembro settembre сентября сентябрь",
            "october oct okt oktober octobre octubre outubro ottobre октября октябрь",
            "november nov novembre noviembre novembro ноября ноябрь",
            "december dec dez dezember décembre decembre diciembre dezembro dicembre декабря"
            " декабрь",
        ),
        start=1,
    )
    for name in names.split()
}

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:?\d{2})?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")  # always day first
_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_DAY_MONTH = re.compile(
    r"(?:[^\W\d_]+[-.]?[^\W\d_]*,?\s+(?:den\s+|le\s+)?)?(\d{1,2})(?:\.|er|º|°|st|nd|rd|th)?\s+"
    r"(?:de\s+|of\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})(?:\s*г\.?)?"
)
_MONTH_DAY = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
)

_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
# CST, BST and IST mean several zones each: a time in one of them has no zone here.

_DEFAULTS = (datetime(1604, 1, 1), datetime(1608, 2, 2))  # leap years, so that 29 February parses


def iso_date(text: str) -> str:
    """`2019-01-04`, `2019-01-04T13:05:00Z`, or "" when `text` does not say one day.

    A time without a zone is dropped, because no moment in UTC follows from it.
    """
    text = line(text).strip(" ,;|–—")
    if not 6 <= len(text) <= 60 or not any(c.isdigit() for c in text):
        return ""
    return _written_out(text) or _parsed(text)


def names_month(word: str) -> bool:
    """Whether a word in lower case is the name of a month, short or long."""
    return word in _MONTHS


def iso_moment(moment: datetime) -> str:
    """A moment with a zone in UTC; without one, only its day."""
    if not 1000 <= moment.year <= 2999:
        return ""
    if moment.utcoffset() is None:
        return moment.date().isoformat()
    try:
        return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    except (OverflowError, ValueError):
        return ""


def _written_out(text: str) -> str:
    """Whole-text forms with one reading: `4 de enero de 2019`, `January 4, 2019`, `4.1.2019`."""
    if found := _ISO_DAY.fullmatch(text) or _EAST_ASIAN.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if (found := _DAY_MONTH.fullmatch(text)) and found[2].lower() in _MONTHS:
        return _day(found[3], _MONTHS[found[2].lower()], found[1])
    if (found := _MONTH_DAY.fullmatch(text)) and found[1].lower() in _MONTHS:
        return _day(found[3], _MONTHS[found[1].lower()], found[2])
    return ""


def _day(year: str, month: str | int, day: str) -> str:
    try:
        return iso_moment(datetime(int(year), int(month), int(day)))
    except ValueError:
        return ""


def _parsed(text: str) -> str:
    """dateutil's reading, if it is the same whatever it is told to fill gaps with."""
    if _is_ambiguous(text):
        return ""
    readings = {_read(text, default) for default in _DEFAULTS}
    moment = readings.pop()
    if readings or moment is None:
        return ""
    return iso_moment(moment)


def _is_ambiguous(text: str) -> bool:
    """Numbers that could be day or month either way, or a year of two digits."""
    found = _NUMERIC.search(text)
    if not found:
        # Without a year in four digits every reading of it would be an invention.
        return not re.search(r"(?<!\d)\d{4}(?!\d)|\d{8}", text)
    first, middle, last = found.groups()
    if len(first) == 4:
        return False
    return len(last) != 4 or (int(first) <= 12 and int(middle) <= 12 and int(first) != int(middle))


def _read(text: str, default: datetime) -> datetime | None:
    import dateutil.parser

    try:
        return dateutil.parser.parse(text, default=default, tzinfos=_zone)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, RecursionError):
        return None  # dateutil lets several kinds through on nonsense


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """The zone of a name with one meaning, or of an offset in seconds; None for the rest."""
    import dateutil.tz

    if offset is not None:
        return dateutil.tz.tzoffset(None, offset) if abs(offset) < 86400 else None
    hours = _HOURS.get(name or "")
    return None if hours is None else dateutil.tz.tzoffset(None, hours * 3600)
