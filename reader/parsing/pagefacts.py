"""What a web page says about itself: meta elements, JSON-LD, `<time>`, `<title>`, `<h1>`.

Vocabularies: Open Graph (https://ogp.me), schema.org in JSON-LD, Dublin Core.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from reader.parsing.credits import credit, is_name
from reader.parsing.dates import iso_date
from reader.parsing.elements import absolute, plain
from reader.parsing.facts import Facts, host, is_page, language_tag
from reader.parsing.heads import same_title
from reader.parsing.inline import tidy
from reader.parsing.tree import Element
from reader.safe import line

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publishdate", "pubdate",
    "article.published", "date", "dc.date.issued", "dc.date", "dcterms.date", "dcterms.created",
    "dc.date.created", "dcterms.issued", "citation_publication_date", "article_date_original",
    "cxenseparse:recs:publishtime", "ptime", "displaydate", "article:published", "pub_date",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author",
    "sailthru.author", "article:author_name", "og:article:author", "citation_author", "article.author",
)  # fmt: skip
_SOURCE = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name",
           "al:iphone:app_name", "cre", "article:publisher")  # fmt: skip
_ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|CriticReview|Recipe)$")
_PAGE_TYPES = re.compile(r"(?:\w*WebPage|ItemPage|CreativeWork)$")
_PARTS = re.compile(r"\s+[-–—|•·:»«/]+\s+|\s*[|»]\s*")
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:publish(?:ed)?|posted|pub)[_-]?(?:date|on|time|at)(?=$|[\s_-])", re.I
)
_ADDRESS_DATES = re.compile(
    r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3,9})/(\d{1,2})(?=/|$)"
    r"|[/_-]((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=[/_.-]|$)",
    re.I,
)
_SITE_PARTS = re.compile(r"(?<=\S)\s*[|»]\s*|(?<=\S)\s+[-–—•·]\s+")
_LONGEST_SCRIPT = 1 << 20
_MOST_NODES = 2000

Data = Mapping[str, Any]


def page_facts(root: Element, url: str) -> tuple[Facts, str]:
    """The facts of a page, and the heading to use as title where no fact names one.

    `url` is the page's address if known otherwise. A canonical address that
    names only the site is a mistake of the page, and ignored.
    """
    metas = _metas(root)
    data = _article_data(root)
    address = url or _address(root, metas, data)
    source = _source(metas, data)
    heading = _main_heading(root)
    facts = Facts(
        title=_title(root, metas, data, heading, source or host(address)),
        author=_author(root, metas, data, source),
        published=_published(root, metas, data),
        source=source,
        url=address,
        language=_language(root, metas, data),
    )
    return facts, heading


def _metas(root: Element) -> dict[str, str]:
    """The first filled meta element of each name, names in lower case."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = line(tidy(meta.get("content") or ""))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content[:4000])
    return metas


def _article_data(root: Element) -> Data:
    """The JSON-LD object that describes the article, else a page with a date; {} if none does."""
    page: Data = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        for node in _nodes(_loaded(script.text or "")):
            if _is_of(node, _ARTICLE_TYPES):
                return node
            if not page and "datePublished" in node and _is_of(node, _PAGE_TYPES):
                page = node
    return page


def _is_of(node: Data, types: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and types.search(name) for name in names)


def _loaded(text: str) -> Any:
    if len(text) > _LONGEST_SCRIPT:
        return None
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip("; \n")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(loaded: Any) -> Iterator[Data]:
    """The objects of a JSON-LD script: alone, in a list, or in a graph."""
    waiting = [loaded]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:200]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _said(value: Any) -> str:
    """A JSON-LD value as text: a string, the name of a thing, or the names of several."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_said_one, value[:10]))))
    return _said_one(value)


def _said_one(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or ""
        value = value[0] if isinstance(value, list) and value else value
    return line(tidy(value)) if isinstance(value, str) else ""


def _address(root: Element, metas: Mapping[str, str], data: Data) -> str:
    canonical = [link.get("href") or "" for link in root.iter("link") if "canonical" in _rel(link)]
    own = data.get("mainEntityOfPage")
    named = own.get("@id") if isinstance(own, dict) else own
    for address in (*canonical, metas.get("og:url", ""), named, data.get("url")):
        if isinstance(address, str) and is_page(known := absolute(address, "")) and host(known):
            return known
    return ""


def _rel(element: Element) -> list[str]:
    return (element.get("rel") or "").lower().split()


def _source(metas: Mapping[str, str], data: Data) -> str:
    named = next((metas[name] for name in _SOURCE if name in metas), "")
    if named.startswith(("http:", "https:", "//")):
        named = ""
    said = metas.get("og:site_name") or _said(data.get("publisher")) or named
    if host(said):
        return host(said)
    return _SITE_PARTS.split(said.lstrip("@"))[0].strip()[:200]


def _title(root: Element, metas: Mapping[str, str], data: Data, heading: str, site: str) -> str:
    written = metas.get("og:title") or _said(data.get("headline")) or metas.get("twitter:title")
    title = next((plain(t) for t in root.iter("title") if _in_head(t)), "")
    return without_site(written or title, heading, site)


def _in_head(title: Element) -> bool:
    """Whether a title is the page's, not that of a drawing in it."""
    return next(title.iterancestors("svg"), None) is None


def without_site(title: str, heading: str, site: str) -> str:
    """A page title without the site's name before or after it.

    A part goes only when it is known to be the site's name, or when the rest
    is what the page's main heading says.
    """
    for found in _PARTS.finditer(title):
        first, last = title[: found.start()].strip(), title[found.end() :].strip()
        if first and last and (_names_site(last, site) or same_title(first, heading)):
            return first
        if first and last and (_names_site(first, site) or same_title(last, heading)):
            return last
    return title


def _names_site(part: str, site: str) -> bool:
    """Whether a part of a title is the site's name: `The New York Times`, `nytimes.com`."""
    bare, known = _letters(part), _letters(site.rsplit(".", 1)[0] if " " not in site else site)
    if not bare or not known:
        return False
    return bare in {known, _letters(site)} or bare.removeprefix("the") == known.removeprefix("the")


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _main_heading(root: Element) -> str:
    """The first h1 with text that stands in the article if there is one there, else anywhere."""
    headings = [(h, plain(h)) for h in root.iter("h1")]
    filled = [(h, text) for h, text in headings if text]
    inside = [
        text for h, text in filled if next(h.iterancestors("article", "main"), None) is not None
    ]
    return next(iter(inside), "") or (filled[0][1] if filled else "")


def _author(root: Element, metas: Mapping[str, str], data: Data, source: str) -> str:
    """Who wrote it, unless that is only the site again."""
    said = [_said(data.get("author")), *(metas.get(name, "") for name in _AUTHOR)]
    said += [plain(element)[:200] for element in _author_elements(root)]
    for text in said:
        text = text.split("|")[0].strip()
        read = credit(text)
        bare = text[3:] if text.lower().startswith(("by ", "by:")) else text
        name = read.author if read and read.author else bare
        if source and _letters(name) == _letters(source):
            continue
        if name and "://" not in name and not name.startswith("@") and len(name) <= 200:
            return line(name)
    return ""


def _author_elements(root: Element) -> Iterator[Element]:
    """Elements that name the author and nothing else."""
    for element in root.iter("a", "span", "div", "p", "address"):
        classes = (element.get("class") or "").lower()
        marked = "author" in _rel(element) or "author" in (element.get("itemprop") or "")
        if marked or classes in {"byline", "author", "author-name", "byline-name"}:
            text = plain(element)
            read = credit(text)
            if (read and read.author) or is_name(text, least=2):
                yield element
                return


def _published(root: Element, metas: Mapping[str, str], data: Data) -> str:
    said = [data.get("datePublished"), *(metas.get(name) for name in _PUBLISHED)]
    for text in said:
        if isinstance(text, str) and (day := iso_date(text)):
            return day
    return _time_element(root) or _labelled_date(root)


def _labelled_date(root: Element) -> str:
    """The date of the first element whose class says that it is the date of publication."""
    for element in root.iter("div", "span", "p", "input", "small", "em", "li"):
        if not _DATE_CLASS.search(element.get("class") or ""):
            continue
        text = element.get("datetime") or element.get("value") or plain(element)[:200]
        read = credit(text)
        if read and read.published:
            return read.published
        if day := iso_date(text):
            return day
    return ""


def date_in(address: str) -> str:
    """The day that a page's address holds in full (`/2019/11/15/`, `/2019/nov/15/`,
    `-20191115`), "" if there is none."""
    path = urlsplit(address).path if host(address) else ""
    for found in _ADDRESS_DATES.finditer(path):
        year, month, day = found[1] or found[4], found[2] or found[5], found[3] or found[6]
        if written := iso_date(f"{day.zfill(2)} {_month_name(month)} {year}"):
            return written
    return ""


def _month_name(month: str) -> str:
    """A month as a word, from its number or its name; "" for a number that is none."""
    if not month.isdecimal():
        return month.capitalize()
    return calendar.month_name[int(month)] if 1 <= int(month) <= 12 else ""


def _time_element(root: Element) -> str:
    """The date of a `time` element that is marked as publication, or the first in the article."""
    times = [(t, iso_date(t.get("datetime") or "")) for t in root.iter("time")]
    dated = [(t, day) for t, day in times if day]
    for element, day in dated:
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or ""):
            return day
    inside = (day for t, day in dated if next(t.iterancestors("article", "main"), None) is not None)
    return next(inside, "") or (dated[0][1] if len(dated) == 1 else "")


def _language(root: Element, metas: Mapping[str, str], data: Data) -> str:
    html = next(root.iter("html"), None)
    attribute = html.get("lang") or html.get("xml:lang") or "" if html is not None else ""
    said = (attribute, metas.get("og:locale"), metas.get("content-language"), data.get("inLanguage"),
            metas.get("dc.language"))  # fmt: skip
    return next((tag for text in said if isinstance(text, str) and (tag := language_tag(text))), "")
