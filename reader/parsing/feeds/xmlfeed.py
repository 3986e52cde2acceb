"""RSS, RDF, Atom and CDF by way of feedparser, which never sees an address it could fetch."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from reader.errors import DocumentError
from reader.models import Enclosure, FeedEntry, FeedKind, NotAFeed, ParsedFeed
from reader.parsing.dates import iso_date
from reader.parsing.facts import language_tag
from reader.parsing.feeds.readable import blocks_of, joined, text_of
from reader.parsing.feeds.source import PROLOG, bounded
from reader.safe import line

_KINDS: tuple[tuple[str, FeedKind], ...] = (
    ("atom", "atom"),
    ("rss090", "rdf"),
    ("rss10", "rdf"),
    ("cdf", "cdf"),
)
_CDF = re.compile(PROLOG + r"(?:<!DOCTYPE[^>]*>\s*)?+<channel\b", re.I | re.S)
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_MOST_TAGS = 32
_SKIP_HOURS = re.compile(r"<skipHours\b[^>]*>(.{0,2000}?)</skipHours>", re.I | re.S)
_SKIP_DAYS = re.compile(r"<skipDays\b[^>]*>(.{0,2000}?)</skipDays>", re.I | re.S)
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?,\s*")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Values = Mapping[str, Any]


def read_xml(text: str, address: str, encoding: str) -> ParsedFeed | NotAFeed:
    """What the XML of a feed says; `encoding` is what it was read with."""
    try:
        text, cut = bounded(text)
        return read_bounded(text, address, encoding, cut=cut)
    except DocumentError as error:
        return NotAFeed(str(error))


def read_bounded(text: str, address: str, encoding: str, *, cut: bool) -> ParsedFeed | NotAFeed:
    """The same of a text that is known to be within bounds. Raises DocumentError."""
    found = _feedparser(text)
    version = str(found.get("version") or "")
    entries = found.get("entries") or []
    if not version and found.get("feed") and _CDF.match(text):
        version = "cdf"
    if not version and not entries:
        return NotAFeed("is not a feed: it is neither RSS, Atom nor JSON Feed")
    feed = found.get("feed") or {}
    language = language_tag(_text(feed, "language"))
    links = _links(feed, address)
    return ParsedFeed(
        kind=next((kind for start, kind in _KINDS if version.startswith(start)), "rss"),
        version=version,
        title=_title(feed),
        site=joined(_text(feed, "link"), address),
        description=_plain(feed.get("subtitle_detail"), _text(feed, "subtitle"))
        or _plain(feed.get("summary_detail"), _text(feed, "summary")),
        language=language,
        icon=_icon(feed, address),
        ttl=_number(_text(feed, "ttl")),
        skip_hours=_hours(text),
        skip_days=_days(text),
        updated=_date(feed, "updated") or _date(feed, "published"),
        self_link=next(iter(links.get("self", ())), ""),
        next_link=next(iter(links.get("next", ())), ""),
        hubs=tuple(links.get("hub", ())),
        encoding=encoding,
        entries=tuple(_entry(entry, address, language) for entry in entries),
        cut=cut,
    )


def _feedparser(text: str) -> Values:
    """feedparser's reading of text that is already decoded, its markup as written."""
    import feedparser

    raw = b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8", "replace")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # From a stream: given bytes, it would first try them as a file's name.
            found: Values = feedparser.parse(
                BytesIO(raw),
                response_headers={"content-type": "application/xml; charset=utf-8"},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as error:
            # It is the parser of strangers' documents and fails in ways it does not list.
            raise DocumentError("is broken in a way that cannot be read") from error
    return found


def _entry(entry: Values, address: str, language: str) -> FeedEntry:
    content, teaser = _content(entry)
    raw = str(content.get("value") or "")
    base = joined(str(content.get("base") or ""), address) or address
    plain = str(content.get("type") or "") not in _MARKUP
    summary = "" if teaser or _text(entry, "summary") == raw else _summary(entry)
    said = _text(entry, "language") or str(content.get("language") or "")
    said = said or str((entry.get("title_detail") or {}).get("language") or "")
    published = _date(entry, "published") or _date(entry, "created")
    updated = _date(entry, "updated")
    return FeedEntry(
        title=_title(entry),
        guid=line(_text(entry, "id")),
        link=_link(entry, address),
        authors=_authors(entry),
        published=published or updated,
        updated=updated,
        summary=summary,
        blocks=blocks_of(raw, base, plain),
        raw=raw,
        base=base,
        plain=plain,
        teaser=teaser,
        tags=_tags(entry),
        enclosures=_enclosures(entry, address),
        image=_image(entry, address),
        language=language_tag(said) or language,
        comments=joined(_text(entry, "comments"), address),
    )


def _summary(entry: Values) -> str:
    return _plain(entry.get("summary_detail"), _text(entry, "summary"))


def _text(values: Values, name: str) -> str:
    value = dict.get(values, name) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _title(values: Values) -> str:
    return _plain(values.get("title_detail"), _text(values, "title"))


def _plain(detail: object, otherwise: str) -> str:
    """A text construct on one line, its markup rendered."""
    if not isinstance(detail, Mapping):
        return text_of(otherwise, markup=False)
    return text_of(str(detail.get("value") or ""), markup=detail.get("type") in _MARKUP)


def _content(entry: Values) -> tuple[Values, bool]:
    """The fullest text of an entry, and whether that is only its summary."""
    whole = [c for c in entry.get("content") or [] if c.get("value")]
    if whole:
        return max(whole, key=lambda c: (c.get("type") in _MARKUP, len(c["value"]))), False
    return entry.get("summary_detail") or {"value": _text(entry, "summary")}, True


def _link(entry: Values, address: str) -> str:
    """Where the article is: before FeedBurner counted the way there, if the feed says so."""
    if before := joined(_text(entry, "feedburner_origlink"), address):
        return before
    for found in _links(entry, address).get("alternate", ()):
        return found
    return joined(_text(entry, "link"), address)


def _links(values: Values, address: str) -> dict[str, list[str]]:
    """The addresses of the links by relation."""
    found: dict[str, list[str]] = {}
    for link in values.get("links") or []:
        if target := joined(str(link.get("href") or ""), address):
            found.setdefault(str(link.get("rel") or "").lower(), []).append(target)
    return found


def _authors(entry: Values) -> tuple[str, ...]:
    people = [p for p in entry.get("authors") or [] if isinstance(p, Mapping)]
    names = [line(str(p.get("name") or p.get("email") or "")) for p in people]
    if not any(names):
        names = [line(_text(entry, "author"))]
    return tuple(dict.fromkeys(filter(None, names)))[:_MOST_TAGS]


def _date(values: Values, name: str) -> str:
    """ISO 8601 of a date; only a day when it says no time."""
    written = line(_text(values, name))
    if not written:
        return ""
    moment = dict.get(values, f"{name}_parsed") if isinstance(values, dict) else None
    if moment is None or not 1000 <= moment[0] <= 2999:
        # A weekday in a language that the parser does not know says nothing more.
        return iso_date(written) or iso_date(_WEEKDAY.sub("", written))
    year, month, day, hour, minute, second = moment[:6]
    text = f"{year:04}-{month:02}-{day:02}"
    if ":" not in written and (hour, minute, second) == (0, 0, 0):
        return text
    return f"{text}T{hour:02}:{minute:02}:{min(second, 59):02}Z"


def _tags(entry: Values) -> tuple[str, ...]:
    found = (line(str(t.get("label") or t.get("term") or "")) for t in entry.get("tags") or [])
    return tuple(dict.fromkeys(text_of(name, markup=False) for name in found if name))[:_MOST_TAGS]


def _enclosures(entry: Values, address: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    media = [{**m, "href": m.get("url"), "length": m.get("filesize")} for m in _media(entry)]
    for file in [*(entry.get("enclosures") or []), *media]:
        target = joined(str(file.get("href") or file.get("url") or ""), address)
        if target and target not in found:
            length = _number(str(file.get("length") or ""))
            found[target] = Enclosure(target, line(str(file.get("type") or "")).lower(), length)
    return tuple(found.values())[:_MOST_TAGS]


def _media(entry: Values) -> list[dict[str, Any]]:
    return [dict(m) for m in entry.get("media_content") or [] if isinstance(m, Mapping)]


def _image(entry: Values, address: str) -> str:
    """The picture that stands for an entry."""
    named: list[object] = [(entry.get("image") or {}).get("href")]
    named += [t.get("url") for t in entry.get("media_thumbnail") or [] if isinstance(t, Mapping)]
    named += [m.get("url") for m in _media(entry) if _is_picture(m)]
    named += [e.get("href") for e in entry.get("enclosures") or [] if _is_picture(e)]
    return _first(named, address)


def _is_picture(file: Values) -> bool:
    return str(file.get("type") or "").startswith("image/") or file.get("medium") == "image"


def _icon(feed: Values, address: str) -> str:
    image = feed.get("image")
    href = image.get("href") if isinstance(image, Mapping) else None
    return _first([_text(feed, "icon"), href, _text(feed, "logo")], address)


def _first(named: Iterable[object], address: str) -> str:
    return next(filter(None, (joined(str(n), address) for n in named if n)), "")


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def _hours(text: str) -> tuple[int, ...]:
    found = _SKIP_HOURS.search(text)
    hours = re.findall(r"<hour\b[^>]*>\s*(\d{1,2})\s*<", found[1], re.I) if found else []
    return tuple(sorted({int(hour) % 24 for hour in hours if int(hour) <= 24}))


def _days(text: str) -> tuple[int, ...]:
    found = _SKIP_DAYS.search(text)
    days = re.findall(r"<day\b[^>]*>\s*(\w+)\s*<", found[1], re.I) if found else []
    return tuple(sorted({_DAYS.index(d.lower()) for d in days if d.lower() in _DAYS}))
