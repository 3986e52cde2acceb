"""What every other room talks about.

Rows that come by the thousand are light frozen records; pydantic guards the
borders (`reader.records`). Nothing here knows a disk, a clock or a screen.

Dates of publication are ISO 8601 text, because sources differ in how much
they say: `2019-01-04` (a day, no zone), `2019-01-04T13:05:00Z` (a moment, in
UTC) or "" (unknown). Moments that are our own are Unix seconds, UTC.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal, NamedTuple

from reader.light import dataclass, pattern

BlockKind = Literal["paragraph", "heading", "item", "code", "table", "image", "rule", "footnote"]
Format = Literal["text", "markdown", "html", "jsonl"]
FORMATS: dict[Format, str] = {
    "text": "text",
    "markdown": "Markdown",
    "html": "HTML",
    "jsonl": "JSON Lines",
}
"""What a document may be in, each as a person is told of it."""
SpanStyle = Literal["strong", "emphasis", "code", "strike", "link"]


@dataclass(frozen=True, slots=True)
class Span:
    """A styled stretch of a block's text: characters `start` up to `end`."""

    start: int
    end: int
    style: SpanStyle
    target: str = ""
    """For a link, the absolute address."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article, in reading order. The text carries no markup.

    `text` holds a line break only where the author meant one (verse, `<br>`,
    code). A table's text is its cells joined by tabs and rows by line breaks.
    """

    kind: BlockKind
    text: str = ""
    spans: tuple[Span, ...] = ()
    level: int = 0
    """Heading: 1 to 6. Item: nesting depth from 0. Table: 1 if row 0 is a header."""
    quoted: int = 0
    """How many block quotes the block stands in."""
    marker: str = ""
    """Item: the bullet or number as shown. Code: the language. Footnote: its label."""
    target: str = ""
    """Image: its absolute address."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Table: the cells, row by row."""
    removed: str = ""
    """Why the block is not part of the article ("page furniture", "title again",
    "dateline"); "" for what is read. Removed blocks stay, for *show original*."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What parsing makes of one document: values, nothing stored yet."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    published: str = ""
    """ISO 8601 day or moment, "" when the document does not say."""
    source: str = ""
    """Who published it: a site's name, else the host of `url`, else ""."""
    url: str = ""
    language: str = ""
    """BCP 47 tag in lower case (`en`, `pt-br`), "" when unknown."""
    format: str = ""
    """One of `FORMATS`, or `entry` for what a feed brought."""
    encoding: str = ""
    """The character set the bytes were read with."""
    tags: tuple[str, ...] = ()
    """Names that the document itself asks to be filed under, as it writes them."""


@dataclass(frozen=True, slots=True)
class Document:
    """Raw input on its way in: where it came from and its very bytes."""

    origin: str
    """Where it is found again: an absolute path, `path#key` for a record in a
    file of many, `stdin:sha256` for what was piped in, `broadsheet:name`, or a
    web address."""
    name: str
    """The file's name, for its extension and as the last resort for a title."""
    raw: bytes
    line: int = 0
    """Where a record stands in its file, counted from 1; 0 for a whole file."""
    url: str = ""
    """The web address that answered, after redirects; "" for what is not from the web."""
    charset: str = ""
    """The character set that the server names, as it writes it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something expected went wrong with one thing; the rest went on."""

    what: str
    """The file or address, as the person named it."""
    why: str
    """One sentence, without a full stop."""


TAG_COLOURS = 12
"""How many colours tags have; which ones they are is for the screen to say."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A name that a person gave to articles."""

    name: str
    colour: int
    """A place in the palette, below `TAG_COLOURS`; the same for a name on every machine."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote on an article."""

    text: str
    """Markdown, of any number of lines."""
    created: int
    """Unix seconds."""
    changed: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing or redoing did."""

    sentence: str
    """For a person: “312 articles are unread again.”"""
    keys: tuple[int, ...]
    """The articles it changed."""
    lists: bool = False
    """Are there other lists now, or lists by other names?"""
    moved: tuple[str, str] = ("", "")
    """The query of a list before, and what it is now; "" for one that is gone."""
    texts: bool = False
    """Do its articles have another text now?"""
    listed: bool = False
    """Did its articles come or go?"""


@dataclass(frozen=True, slots=True)
class Headline:
    """A row of the list: everything it shows and nothing of the body."""

    key: int
    """The store's own number for the article; never shown to a person."""
    id: str
    title: str
    source: str
    published: str
    when: int
    """What the list is ordered by: publication, else arrival; Unix seconds."""
    added: int
    words: int
    read: bool
    starred: bool
    tags: tuple[Tag, ...] = ()
    """By name."""
    noted: bool = False
    """There is a note on it."""


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article as the reading pane and the exports need it."""

    headline: Headline
    author: str
    url: str
    language: str
    origin: str
    vanished: bool
    """The document it came from is no longer there."""
    blocks: tuple[Block, ...]
    note: Note | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of its tags."""
        return tuple(tag.name for tag in self.headline.tags)

    @property
    def text(self) -> str:
        """The plain paragraphs, a blank line between."""
        return plain_text(self.blocks)


@dataclass(frozen=True, slots=True)
class Version:
    """A former text of an article."""

    kept: int
    """When it came in, Unix seconds."""
    title: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The plain paragraphs, a blank line between."""
        return plain_text(self.blocks)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index is told of one article."""

    key: int
    revision: int
    """Grows with each change of the content; lets the index be compared."""
    title: str
    body: str
    author: str
    source: str
    url: str
    language: str
    when: int
    note: str = ""
    """A person's note on it. Sought as the end of the text: who wrote it remembers its
    words, not where they stood."""


class Hit(NamedTuple):
    """An article that a search found: its key and how well it fits."""

    key: int
    score: float


RESPELLED = "words spelled like them"
"""How the words were taken where none is found as it was typed."""


class Reading(NamedTuple):
    """A way to take the words of a search, and what it found."""

    how: str
    """Such as `some of the words`; "" as they stand."""
    found: int
    seconds: float


FEW = 10
"""Fewer articles than this are so little that help may be wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, best first, and how it had to be read."""

    hits: tuple[Hit, ...]
    total: int
    """How many articles match in all; `hits` may be cut at the limit."""
    terms: frozenset[str] = frozenset()
    """Analysed forms that count as a match, for marking words in a text."""
    note: str = ""
    """What is to be said of the search in one line, such as how it was widened."""
    widened: bool = False
    """Too little has everything that was asked for, so this is what is like it.
    `widen=False` asks for the very query again."""
    counted: bool = True
    """False: more articles match than `total`, and they have not been counted yet."""
    readings: tuple[Reading, ...] = field(default=(), compare=False)
    """How the words were taken, one way after the other, until one found enough."""

    @property
    def respelled(self) -> bool:
        """Is this what words spelled like the query's find?"""
        return self.widened and any(r.how == RESPELLED for r in self.readings[-1:])


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a person keeps by name, and how much it finds now."""

    name: str
    query: str
    scope: Literal["all", "unread", "starred"]
    """The list it searches."""
    created: int
    """Unix seconds."""
    total: int | None = None
    """Articles that match as it stands; None while the index cannot tell."""
    unread: int | None = None
    """How many of them are unread."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list that can be chosen by name, and what is in it: a scope, a tag, a saved search, a feed
    or a folder of feeds.
    """

    kind: Literal["scope", "tag", "saved", "folder", "feed"]
    name: str
    scope: Literal["all", "unread", "starred"]
    query: str
    """Finds its articles in the scope; "" for the whole scope."""
    total: int | None
    """None while it is not known."""
    unread: int | None
    colour: int | None = None
    """A tag's place in the palette, below `TAG_COLOURS`."""
    depth: int = 0
    """In how many folders it is shown."""
    trouble: bool = False
    """A feed that could not be fetched last."""
    key: int = 0
    """A feed's number."""

    def finds(self, query: str) -> bool:
        """Is this what the query asks for? Of saved searches in any capitals, as queries do."""
        same = self.query.casefold() == query.casefold() if self.kind == "saved" else False
        return bool(query) and (same or self.query == query)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with the places of the matched words in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Progress:
    """How far a long job is; relayed to a bar or a status line."""

    what: str
    """A word for the job: `adding`, `indexing`, `refreshing`, `tidying`, or `rebuilding` (the index)."""
    done: int = 0
    total: int = 0
    """0 when not known yet."""
    new: int = 0
    """Articles that came in meanwhile, where that is told."""

    @property
    def sentence(self) -> str:
        """How far it is, for a status line; what counts stands first."""
        if self.what == "rebuilding":
            return (
                f"Rebuilding the index, {self.done:,} of {self.total:,}; "
                "search answers from the former one meanwhile."
            )
        new = f"; {self.new:,} new" if self.new else ""
        return f"{self.what.capitalize()} {self.done:,} of {self.total:,}{new}."


@dataclass(slots=True)
class AddReport:
    """What became of the documents that were handed in."""

    added: int = 0
    updated: int = 0
    same: int = 0
    vanished: int = 0
    failures: list[Failure] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    """Articles added or updated, in the order they came."""
    passed_over: dict[str, int] = field(default_factory=dict)
    """How many files of a folder were no documents (pictures, style sheets), by extension."""
    stopped: bool = False
    """A person ended it early; what was done stands."""


def folded_name(name: str) -> str:
    """What makes two names of saved searches one: neither capitals nor white space count."""
    return " ".join(name.split()).casefold()


RECORD_SUFFIXES = frozenset({".jsonl", ".ndjson"})
"""The extensions of files of records, each of which is a document; in lower case."""
_RECORD = pattern(rf"(.*(?:{'|'.join(sorted(RECORD_SUFFIXES))}))#.*", re.IGNORECASE | re.DOTALL)


def file_of(origin: str) -> str:
    """The file an origin lies in: itself, or for `file.jsonl#key` the file of records."""
    record = _RECORD.fullmatch(origin)
    return record.group(1) if record else origin


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The text that is read, as paragraphs with a blank line between."""
    return "\n\n".join(_plain(b) for b in blocks if not b.removed and b.text)


def _plain(block: Block) -> str:
    if block.kind == "item":
        return "  " * block.level + f"{block.marker or '•'} {block.text}"
    return block.text


def count_words(blocks: tuple[Block, ...]) -> int:
    """Words that are read; a run of an unspaced script counts two characters a word."""
    total = 0
    for block in blocks:
        if block.removed:
            continue
        text = block.text
        total += len(text.split())
        if not text.isascii():
            wide = sum(1 for c in text if "\u0e00" <= c <= "\u0e7f" or "\u3040" <= c <= "\u9fff")
            total += wide // 2
    return total


FeedKind = Literal["rss", "atom", "rdf", "cdf", "json"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a podcast's episode, a picture, a video."""

    address: str
    """Absolute http(s) address."""
    type: str = ""
    """Media type in lower case, "" when unknown."""
    length: int = 0
    """Octets, 0 when unknown."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed as the feed has it now. Every text is "" where nothing is said."""

    title: str = ""
    """Text on one line; markup in it has been rendered."""
    guid: str = ""
    """What the feed calls the entry by (guid, atom:id, JSON's id), as written."""
    link: str = ""
    """Absolute http(s) address of the article."""
    authors: tuple[str, ...] = ()
    published: str = ""
    """ISO 8601 day or moment in UTC, as given, also when it lies in the future."""
    updated: str = ""
    summary: str = ""
    """The teaser as plain text; "" where the content is all there is."""
    blocks: tuple[Block, ...] = ()
    """The content, or the summary where there is no content, for reading."""
    raw: str = ""
    """The markup `blocks` was made from, as it stood in the feed."""
    base: str = ""
    """What relative addresses in `raw` are relative to."""
    plain: bool = False
    """`raw` is text and no markup."""
    teaser: bool = False
    """There was a summary only, no content of its own."""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    language: str = ""
    """BCP 47 tag in lower case, the feed's where the entry has none."""
    comments: str = ""
    """Address of the page with the comments."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What parsing makes of a feed: what it says of itself, and its entries in its own order."""

    kind: FeedKind
    version: str
    """As the field calls it: `rss20`, `atom10`, `json11` …"""
    title: str = ""
    site: str = ""
    """Address of the site it belongs to."""
    description: str = ""
    language: str = ""
    icon: str = ""
    ttl: int = 0
    """Minutes for which the feed asks not to be fetched again, 0 when it does not say."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC, 0 to 23) in which the feed does not change."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday being 0."""
    updated: str = ""
    self_link: str = ""
    next_link: str = ""
    hubs: tuple[str, ...] = ()
    encoding: str = ""
    entries: tuple[FeedEntry, ...] = ()
    cut: bool = False
    """The feed had more entries than are read; the first ones are here."""


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """The bytes are no feed that can be read."""

    why: str
    """One sentence without a full stop, such as "is a web page, not a feed"."""
    html: bool = False
    """It is a page; feeds may be found in it (`find_feeds`)."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    address: str
    title: str = ""
    type: str = ""
    """Media type as the page says it, "" when it does not."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list of subscriptions."""

    address: str
    title: str = ""
    site: str = ""
    folders: tuple[tuple[str, ...], ...] = ()
    """The folders it stands in, each as a path from the outermost."""
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    """Attributes that mean nothing to us, kept for the next export."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A list of subscriptions (OPML, or FOAF in RDF)."""

    title: str = ""
    version: str = ""
    """`opml`, `opml1`, `opml2` or `rdf`; "" when it is no list of subscriptions."""
    created: str = ""
    modified: str = ""
    owner: str = ""
    owner_email: str = ""
    feeds: tuple[Subscription, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    """Other lists that it includes: address and title. Never fetched here."""
    sites: tuple[tuple[str, str], ...] = ()
    """Sites named without a feed: address and title."""


@dataclass(frozen=True, slots=True)
class Health:
    """What fetching learnt of a feed. Moments are Unix seconds, 0 for never."""

    checked: int = 0
    """When it was last asked for."""
    succeeded: int = 0
    """When it last answered with a feed, or that nothing is new."""
    changed: int = 0
    """When it last brought a new article or an edit."""
    due: int = 0
    """When it is asked for by itself."""
    held: int = 0
    """Its server asked not to be asked before this."""
    newest: int = 0
    """The latest date among its entries."""
    rhythm: int = 0
    """The median of the seconds between its entries, 0 while unknown."""
    ttl: int = 0
    """Seconds for which the feed asks to be let alone,"""
    skip_hours: str = ""
    """and hours (UTC) and"""
    skip_days: str = ""
    """days (Monday is 0) in which it does not change: numbers with spaces between."""
    etag: str = ""
    modified: str = ""
    sha256: str = ""
    """Of the last body that was read."""
    status: int = 0
    """Of HTTP, 0 when none was received."""
    trouble: str = ""
    """Why the last fetch brought nothing, without a full stop; "" when it did."""
    failures: int = 0
    """In a row."""
    gone: bool = False
    """The server said that it is gone for good; it is not asked again by itself."""
    moved_to: str = ""
    """Where permanent redirects lead."""
    moved_days: int = 0
    """On how many days they have."""
    moved_on: int = 0
    """The last of these, counted from 1970-01-01 (UTC)."""
    entries: int = -1
    """How many it had last, -1 while unknown."""
    took: int = 0
    """Milliseconds that the last fetch took."""


FEWEST_MINUTES = 5
"""The least time between two fetches of a feed that may be chosen."""

Folder = tuple[str, ...]
"""A folder of feeds: names from the outermost."""


_KEPT = pattern(r"(\d{1,5}) ?d(?:ays?)?|(\d{1,7})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Keep:
    """How long articles of a feed are kept; whichever limit is reached first counts."""

    days: int = 0
    """Since it came in or was last touched; 0 for ever."""
    count: int = 0
    """The newest so many; 0 for all."""

    @property
    def limits(self) -> bool:
        """Is anything ever to go?"""
        return bool(self.days or self.count)

    @classmethod
    def parse(cls, text: str) -> Keep:
        """`90d`, `200`, `90d,200` or `all`, as `str` writes it.

        Raises:
            ValueError: it is none of these.
        """
        parts = [part.strip() for part in text.split(",")]
        if parts == ["all"]:
            return cls()
        found = [_KEPT.fullmatch(part) for part in parts]
        days = [int(one[1]) for one in found if one and one[1]]
        count = [int(one[2]) for one in found if one and one[2]]
        if None in found or len(days) > 1 or len(count) > 1 or not all(days + count):
            raise ValueError(text)
        return cls(sum(days), sum(count))

    def __str__(self) -> str:
        limits = [f"{self.days}d"] * bool(self.days) + [str(self.count)] * bool(self.count)
        return ",".join(limits) or "all"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose for a feed."""

    name: str = ""
    """"" for what the feed calls itself."""
    folders: tuple[Folder, ...] = ()
    pace: int = 0
    """Minutes from one fetch to the next; 0 to follow the feed's rhythm."""
    agent: str = ""
    """A User-Agent of its own."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent to the feed's own server. In place of a value that is secret stands where it is kept."""
    fulltext: bool = False
    """The article's page is fetched for each entry."""
    muted: bool = False
    """Its articles come in as read."""
    keep: Keep | None = None
    """How long its articles are kept; None for what the settings say."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed."""

    key: int
    """Its number, also for a person."""
    address: str
    """Where it is asked for; without name and password."""
    secret: str
    """Where `name:password` for it is kept (`library.feeds.secrets`), "" when it has none."""
    typed: bool
    """A person typed its host, and it was this machine or in a private network then: so it may be."""
    scope: str
    """What ids of its entries are made from."""
    title: str
    """As it calls itself, "" while unknown."""
    site: str
    language: str
    wishes: Wishes
    """`wishes.name` is here always what it is shown by."""
    attributes: tuple[tuple[str, str], ...]
    """Of its outline in the list it came from; they mean nothing to us."""
    added: int
    total: int
    """Articles of it that are here,"""
    unread: int
    """and those of them that are unread."""
    health: Health = Health()

    @property
    def name(self) -> str:
        """What it is shown by, and the source of its articles."""
        return self.wishes.name
