"""Who wrote it and when, as the lines between title and story say it.

A line is a credit only if every piece of it is one: a byline, a date, an
agency, a time, how long it takes to read. A name alone is none, because a
place, a ship and a film look the same; and a date counts only when complete.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.light import dataclass
from reader.parsing.dates import iso_date, names_month
from reader.parsing.reflow import ends_sentence
from reader.safe import line

_LONGEST = 200
_LONGEST_DATE = 80
_HEAD_LINES = 6

_LABELS = (
    "first published|published|posted|last updated|updated|last modified|modified|date|created"
    "|stand|veröffentlicht|publié|publicado|publicada|pubblicato|mis à jour|actualizado"
    "|опубликовано"
)
_DATE_LABEL = re.compile(rf"(?:{_LABELS})(?: on| am| le| el| em| il| at)?\s*:?\s+", re.I)
_UPDATE = re.compile(r"(?:last |updated|modified|mis à|actual)", re.I)
_AGO = re.compile(
    r"(?:\d{1,3}|an?|one|two|three|a few) (?:second|minute|min|hour|hr|day|week|month|year)s? ago"
    r"|just now|vor \d{1,3} (?:Minuten|Stunden|Tagen)|il y a \d{1,3} (?:minutes|heures|jours)",
    re.I,
)
_READING_TIME = re.compile(
    r"(?:\d{1,3}|an?)[- ]min(?:ute)?s?(?:[- ]read)?|\d{1,3} minutes to read", re.I
)
_TIME = re.compile(
    r"(?:at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\.?|Uhr|h)?\s*(?:[A-Z]{1,5})?", re.I
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|da|автор:?|text:|autor:|auteur\s?:|written by)\s*:?\s+(.{3,120})", re.I
)
_IN_A_PLACE = re.compile(r"(?<=\S)\s+in(?:\s+[^\W\d_a-z][\w.'’-]*){1,3}(?=$|,)")
_NAME = re.compile(r"(?:(?:d|l|O)['’])?[^\W\d_][\w.'’-]*")
_SMALL = {"and", "und", "et", "y", "e", "von", "van", "de", "der", "den", "la", "le", "del", "di",
          "da", "dos", "bin", "al", "el", "ibn", "ter", "ten", "zu", "и", "&"}  # fmt: skip
_ROLES = {"writer", "reporter", "reporters", "editor", "editors", "correspondent", "staff",
          "contributor", "columnist", "analyst", "bureau", "desk", "news", "agencies"}  # fmt: skip
_AGENCIES = {
    name.casefold(): name
    for name in (
        "Reuters", "AP", "Associated Press", "The Associated Press", "AFP", "Agence France-Presse",
        "Bloomberg", "Bloomberg News", "dpa", "UPI", "EFE", "ANSA", "TASS", "Xinhua", "PTI",
        "IANS", "Kyodo", "Kyodo News", "Yonhap", "Interfax", "BBC News", "CNN", "NPR",
    )
}  # fmt: skip
_CITIES = {"new york", "new delhi", "los angeles", "san francisco", "hong kong", "buenos aires",
           "mexico city", "tel aviv", "kuala lumpur", "cape town", "phnom penh", "abu dhabi",
           "st petersburg", "san salvador", "santo domingo", "rio de janeiro", "são paulo",
           "sao paulo", "the hague", "addis ababa"}  # fmt: skip
_WEEKDAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
}  # fmt: skip
_BEFORE_DATE = _WEEKDAYS | {"published", "posted", "updated", "last", "on"}
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_SEPARATOR = re.compile(r"\s*(?:\n|[|•·—–]|\s-\s)\s*")


@dataclass(frozen=True, slots=True)
class Credit:
    """What one line says; "" for what it does not."""

    author: str = ""
    agency: str = ""
    published: str = ""
    """ISO 8601 day or moment."""
    firm: bool = False
    """It cannot well be anything but a credit; what is not, is one only beside a firm one."""


def credit(text: str, *, beside_one: bool = False) -> Credit | None:
    """What a line (or a few with line breaks) credits; None if any of it is something else.

    With `beside_one`, the line stands next to another credit.
    """
    if len(text) > _LONGEST:
        return None
    pieces = [piece for raw in _SEPARATOR.split(text) if (piece := line(raw))]
    found = [read for piece in pieces if (read := _read(piece))]
    if len(found) < len(pieces) or not (beside_one or any(piece.firm for piece in found)):
        return None
    if not pieces:
        return None
    return Credit(
        next((piece.author for piece in found if piece.author), ""),
        next((piece.agency for piece in found if piece.agency), ""),
        next((piece.published for piece in found if piece.published), ""),
        firm=True,
    )


def _read(piece: str) -> Credit | None:
    if _is_dateline(piece):
        return Credit(published=_published(piece), firm=True)
    if _AGO.fullmatch(_DATE_LABEL.sub("", piece, count=1)):
        return Credit(firm=bool(_DATE_LABEL.match(piece)) or piece[0].isdigit())
    return _named_and_dated(piece) or _byline(piece) or _loose(piece)


def _is_dateline(text: str) -> bool:
    """Whether a line is a date and nothing else, labelled or not."""
    if len(text) > _LONGEST_DATE or not any(c.isdigit() for c in text) or _BYLINE.match(text):
        return False
    return bool(iso_date(_DATE_LABEL.sub("", text, count=1)))


def _published(dateline: str) -> str:
    """The date of a dateline; that of an update is no date of publication."""
    return "" if _UPDATE.match(dateline) else iso_date(_DATE_LABEL.sub("", dateline, count=1))


def _named_and_dated(text: str) -> Credit | None:
    """A byline and a date with nothing but space or a comma between them."""
    if not any(c.isdigit() for c in text) or not _BYLINE.match(text):
        return None
    words = text.split()
    for place in range(len(words) - 1, 1, -1):
        day = iso_date(" ".join(words[place:]))
        if not day:
            continue
        while place and words[place - 1].strip(",:").lower() in _BEFORE_DATE:
            place -= 1
        named = _byline(" ".join(words[:place]).rstrip(" ,;:"))
        label = " ".join(words[place:])
        return replace(named, published="" if _UPDATE.match(label) else day) if named else None
    return None


def _byline(text: str) -> Credit | None:
    """A line such as `By Jane Doe, Reuters`."""
    found = _BYLINE.fullmatch(text)
    author, agency = _names(found[1], least=1) if found and not ends_sentence(text) else ("", "")
    return Credit(author, agency, firm=True) if author else None


def _names(text: str, least: int) -> tuple[str, str]:
    """Author and agency in `Jane Doe and John Roe in Paris, Reuters`; "" if it opens with none."""
    parts = [part.strip() for part in re.split(r",|\||/", _IN_A_PLACE.sub("", text))]
    agency = next((_AGENCIES[p.casefold()] for p in parts if p.casefold() in _AGENCIES), "")
    names = [part for part in parts if part.casefold() not in _AGENCIES]
    if not names or not is_name(names[0], least):
        return "", ""
    others = [name for name in names[1:] if is_name(name, least=2) and not _is_role(name)]
    return ", ".join([names[0], *others][:6]), agency


def is_name(text: str, least: int = 1) -> bool:
    """Whether a text reads like the names of people: a few capitalised words."""
    words = text.split()
    names = [word for word in words if word.casefold() not in _SMALL]
    sound = all(_NAME.fullmatch(word) and not word[0].islower() for word in names)
    return least <= len(names) and len(words) <= 9 and sound


def _is_role(text: str) -> bool:
    return not _ROLES.isdisjoint(text.casefold().split())


def _loose(text: str) -> Credit | None:
    """What is part of a credit only beside a firm piece of one."""
    if text.casefold() in _AGENCIES:
        return Credit(agency=_AGENCIES[text.casefold()])
    if _READING_TIME.fullmatch(text) or _TIME.fullmatch(text) or _is_part_of_date(text):
        return Credit()
    author, agency = _names(text, least=2)
    if author and agency and author.casefold() not in _CITIES:
        return Credit(author, agency)
    return None


def _is_part_of_date(text: str) -> bool:
    """Whether a text is a day without its year: `Monday`, `May 3`, `3. Mai`."""
    words = [word.strip(".,").lower() for word in text.split()]
    named = any(word in _WEEKDAYS or names_month(word) for word in words)
    known = all(w in _WEEKDAYS or names_month(w) or _DAY.fullmatch(w) for w in words)
    return named and known and len(words) <= 3


def part_head(text: str) -> str:
    """The same text, with a blank line around each credit among its first lines.

    So that no paragraph begins or ends with one: a reader of text joins lines
    that stand together.
    """
    lines = text.split("\n", _HEAD_LINES * 3)
    filled = [number for number, text in enumerate(lines[:-1]) if text.strip()][1:_HEAD_LINES]
    found = {number for number in filled if _stands_alone(lines[number])}
    if not found:
        return text
    return "\n".join(
        f"\n{text}\n" if number in found else text for number, text in enumerate(lines)
    )


def _stands_alone(text: str) -> bool:
    """Whether a line is a credit beyond doubt: one with a date, or with a first and a last name."""
    read = credit(text)
    return read is not None and (not read.author or is_name(read.author.split(",")[0], least=2))
