"""The block of facts at the head of a Markdown file: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime

from reader.parsing.dates import iso_date, iso_moment
from reader.parsing.facts import Facts, language_tag, tag_names, web_address
from reader.safe import line

_FENCE = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\n")
_LONGEST = 65536
_PAIR = re.compile(r"^([A-Za-z][\w-]{0,30})\s*[:=][ \t]*(.*)$", re.M)

_NAMES = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "by", "byline", "creator"),
    "published": (
        "date",
        "published",
        "publishdate",
        "publish_date",
        "pubdate",
        "created",
        "issued",
    ),
    "source": ("source", "site", "publication", "publisher", "site_name"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url", "permalink"),
    "language": ("language", "lang", "locale"),
    "tags": ("tags", "tag"),
}


def take_front_matter(text: str) -> tuple[Facts, str]:
    """The facts of the front matter, and the text after it.

    A text without front matter, or with a rule at its head that only looks
    like some, is returned as it is.
    """
    fence = _FENCE.match(text)
    if not fence:
        return Facts(), text
    ends = (fence[1], "...") if fence[1] == "---" else (fence[1],)
    body_start = _end_of(text, fence.end(), ends)
    if not body_start:
        return Facts(), text
    matter = text[fence.end() : body_start].rstrip("\n").rpartition("\n")[0]
    values = _toml(matter) if fence[1] == "+++" else _yaml(matter)
    if not values and matter.strip():
        return Facts(), text
    return facts_of(values), text[body_start:]


def facts_of(values: Mapping[str, object]) -> Facts:
    """The facts among loosely named values; what is no text, list of texts or date is ignored."""
    known = {str(key).lower().replace("-", "_"): value for key, value in values.items()}

    def first(field: str) -> object:
        return next((known[name] for name in _NAMES[field] if known.get(name)), "")

    return Facts(
        title=_text(first("title")),
        author=_text(first("author")),
        published=_date(first("published")),
        source=_text(first("source")),
        url=web_address(_text(first("url"))),
        language=language_tag(_text(first("language"))),
        tags=tag_names(first("tags")),
    )


def _end_of(text: str, start: int, ends: tuple[str, ...]) -> int:
    """Where the text after the closing fence begins, 0 without a closing fence."""
    place = start
    while place < len(text) and place - start < _LONGEST:
        end = text.find("\n", place) + 1 or len(text)
        if text[place:end].rstrip() in ends:
            return end
        place = end
    return 0


def _yaml(matter: str) -> dict[str, object]:
    """YAML with every scalar as text, so that `no` stays Norwegian and a date stays as written."""
    import yaml

    try:
        loaded = yaml.load(matter, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _pairs(matter)
    return loaded if isinstance(loaded, dict) else {}


def _toml(matter: str) -> dict[str, object]:
    try:
        return tomllib.loads(matter)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _pairs(matter)


def _pairs(matter: str) -> dict[str, object]:
    """`key: value` line by line, for front matter that is nearly right (`title: One: two`)."""
    return {
        key: value.strip().strip("\"'[]") for key, value in _PAIR.findall(matter) if value.strip()
    }


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return _text(value.get("name", ""))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value[:20])))
    return line(str(value)) if isinstance(value, str | int | float) else ""


def _date(value: object) -> str:
    if isinstance(value, datetime):
        return iso_moment(value)
    return value.isoformat() if isinstance(value, date) else iso_date(_text(value))
