"""Every line of the query language finds what the page on it says, through every door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reader.library import Library
from reader.models import Wishes
from tests.cli.conftest import Run
from tests.feeds import TYPE, item, rss
from tests.library.test_following import follow
from tests.library.test_fulltext import story
from tests.search.test_language import examples
from tests.web import Answer, Web

NOW = datetime(2019, 11, 15, 12)
"""What `today` means to the library; the command line has the day of the test."""

QUAKE, RATES, LOWER, STORM, APPLE = "Quake", "Rates", "Lower", "Storm", "Apple"
APPLES, TREASURY, THEM, SIGNS, OWLS = "Apples", "Treasury", "Them", "Signs", "Owls"
STORIES = [
    {
        "title": f"{QUAKE} off Honshu",
        "text": "The ground shook, and the ferry stayed in port.",
        "source": "The Paper",
        "author": "Ann Miller",
        "url": "https://example.org/a",
        "date": "2019-11-15",
        "tags": ["ml"],
    },
    {
        "title": f"{RATES} fall",
        "text": "After the rate cut a quake of prices was but a rumour.",
        "source": "Morning Paper",
        "date": "2019-11-10",
        "tags": ["machine learning"],
    },
    {
        "title": f"{LOWER} still",
        "text": "Lower rates buy a boat in a quake, they say. #ml is their word.",
        "source": "Echo",
        "date": "2019-11-14",
    },
    {
        "title": f"{STORM} over Lisbon",
        "html": "<p>Every boat must synchronise its clock.</p>"
        "<img src='https://example.com/p.png' width=600 height=400>",
        "language": "pt-br",
        "date": "2019-10-31",
    },
    {
        "title": f"{APPLE} and rain",
        "text": "One apple a day. Apple sold two.",
        "date": "2019-11-01",
    },
    {"title": f"{APPLES} ripen", "text": "One by one they fall.", "date": "2018-05-02"},
    {"title": f"{TREASURY} speaks", "text": "The U.S. economy grew.", "date": "2018-05-03"},
    {"title": f"{THEM} too", "text": "They told us of a storm.", "date": "2018-05-04"},
    {
        "title": f"{SIGNS} of the time",
        "text": "C++, ★, G20 and covid-19, 東京で地震, 지진이 났다, แผ่นดินไหวรุนแรง, 國會通過, сильные дожди.",
        "date": "2018-05-05",
    },
]

_BEFORE_NOVEMBER = {STORM, APPLES, TREASURY, THEM, SIGNS, OWLS}
_WEEK = {QUAKE, RATES, LOWER}
_LIKE_ML = {QUAKE, LOWER}
_ECHO, _PAPER = {LOWER}, {QUAKE, RATES, OWLS}
_ALL = {QUAKE, RATES, LOWER, STORM, APPLE, APPLES, TREASURY, THEM, SIGNS, OWLS}

FINDS: dict[str, set[str]] = {
    "quake honshu": {QUAKE},
    "honshu quake": {QUAKE},
    '"rate cut"': {RATES},
    '"cut rate"': set(),
    '"rate cut': {RATES},
    "quake -rumour": {QUAKE, LOWER},
    "quake !rumour": {QUAKE, LOWER},
    "quake NOT rumour": {QUAKE, LOWER},
    "quake －rumour": {QUAKE, LOWER},
    "ferry OR boat": {QUAKE, LOWER, STORM},
    "quake ferry OR boat": {QUAKE, LOWER},
    '(rate cut) OR "lower rates"': {RATES, LOWER},
    '(rate cut OR "lower rates': {RATES, LOWER},
    "sync*": {STORM},
    "quak~": {QUAKE, RATES, LOWER},
    "apple": {APPLE, APPLES},
    "=apple": {APPLE},
    "=Apple": {APPLE},
    "=Apples": {APPLES},
    "=aPple": set(),
    "U.S.": {TREASURY},
    "us": {TREASURY, THEM},
    "title:storm": {STORM},
    "subject:storm": {STORM},
    "intitle:storm": {STORM},
    "body:storm": {THEM},
    "title:(storm OR rain)": {STORM, APPLE},
    'title:"off honshu"': {QUAKE},
    "author:miller": {QUAKE},
    "is:unread": _ALL - {APPLES},
    "is:read": {APPLES},
    "is:starred": {THEM},
    "is:star": {THEM},
    "star:true": {THEM},
    "star:false": _ALL - {THEM},
    "is:tagged": {QUAKE, RATES},
    "is:vanished": set(),
    "is:(read OR starred)": {APPLES, THEM},
    "has:image": {STORM},
    "has:audio": {OWLS},
    "has:podcast": {OWLS},
    "has:sound": {OWLS},
    "has:note": {APPLE},
    "has:fulltext": {OWLS},
    "tag:ml": {QUAKE},
    "label:ml": {QUAKE},
    "+ml": {QUAKE},
    "#ml": _LIKE_ML,
    "＃ml": _LIKE_ML,
    "tag:mach": {RATES},
    'tag:"machine learning"': {RATES},
    'tag:"machine"': set(),
    "note:flour": {APPLE},
    "note:flo": {APPLE},
    'note:"dear flour"': {APPLE},
    'note:"flour dear"': set(),
    "flour": {APPLE},
    "feed:paper": _PAPER,
    "source:paper": _PAPER,
    'feed:"The Paper"': {QUAKE},
    "feed:@paper": {OWLS},
    'feed:"@The Paper"': set(),
    'feed:"@Paper Daily"': {OWLS},
    "folder:tech": {OWLS},
    'folder:"Tech/Science"': {OWLS},
    "folder:science": {OWLS},
    "url:example.org": {QUAKE},
    "inurl:EXAMPLE.org": {QUAKE},
    "lang:pt": {STORM},
    "language:pt-br": {STORM},
    "from:miller": {QUAKE},
    "from:echo": _ECHO,
    "date:today": {QUAKE},
    "date:yesterday": {LOWER},
    "date:2019-11": {QUAKE, RATES, LOWER, APPLE},
    "date:2019": {QUAKE, RATES, LOWER, STORM, APPLE},
    "date:2019-11-01": {APPLE},
    "date:7d": _WEEK,
    "date:1w": _WEEK,
    "date:1m": {*_WEEK, STORM, APPLE},
    "date:1y": {*_WEEK, STORM, APPLE},
    "date:2019-11-01..2019-11-10": {RATES, APPLE},
    "date:2019-11-10..2019-11-01": {RATES, APPLE},
    "date:2019-11-11..": {QUAKE, LOWER},
    "date:..2019-10": _BEFORE_NOVEMBER,
    "after:2019-11-01": _ALL - _BEFORE_NOVEMBER,
    "newer:2019-11-01": _ALL - _BEFORE_NOVEMBER,
    "newer_than:2d": {QUAKE, LOWER},
    "after:7d": _WEEK,
    "before:2019-11-01": _BEFORE_NOVEMBER,
    "older:2019-11-01": _BEFORE_NOVEMBER,
    "older_than:7d": _ALL - _WEEK,
    "in:@name": {QUAKE, LOWER},
    'in:@"my name"': {THEM},
    "in:@NAME -in:name boat": set(),
    "quake -in:@name": {RATES},
    "-is:read": _ALL - {APPLES},
    "(is:starred OR ferry) -feed:nobody": {QUAKE, THEM},
    "quake sort:old": {QUAKE, RATES, LOWER},
    "is:archived quake": set(),
    "topic:quake": set(),
    "C++": {SIGNS},
    "★": {SIGNS},
    "G20": {SIGNS},
    "covid-19": {SIGNS},
    "地震": {SIGNS},
    "国会": {SIGNS},
    "지진": {SIGNS},
    "แผ่นดินไหว": {SIGNS},
    "дождь": {SIGNS},
    "=дождь": set(),
    "=дожди": {SIGNS},
}  # fmt: skip


def stock(library: Library, folder: Path, web: Web) -> None:
    """The stories and, from a feed in a folder, one with a sound file whose page was fetched."""
    (folder / "stories.jsonl").write_text("\n".join(map(json.dumps, STORIES)), "utf-8")
    library.add([str(folder / "stories.jsonl")])
    sound = "<enclosure url='https://example.com/a.mp3' type='audio/mpeg' length='1'/></item>"
    heard = item(OWLS, date="Tue, 01 May 2018 10:00:00 GMT").replace("</item>", sound)
    heard = heard.replace("https://paper.example", web.at(""))
    web.answers |= {"/feed": Answer(rss([heard], "Paper Daily"), TYPE), f"/{OWLS}": story(OWLS)}
    follow(library, web.at("/feed"), Wishes(folders=(("Tech", "Science"),), fulltext=True))
    named = {h.title.split()[0]: h.key for h in library.headlines(library.keys())}
    library.mark([named[APPLES]], "read", True)
    library.mark([named[THEM]], "starred", True)
    library.note(named[APPLE], "Dear flour makes dear bread.")
    library.update_index()
    library.save_search("name", "quake -rumour")
    library.save_search("my name", "is:starred sort:old")


@pytest.fixture
def stocked_library(library: Library, tmp_path: Path, web: Web) -> Library:
    stock(library, tmp_path, web)
    return library


def test_each_line_finds_what_it_says_through_every_door(stocked_library: Library) -> None:
    library = stocked_library

    def found(query: str, typing: bool = False) -> set[str]:
        answer = library.search(query, limit=None, now=NOW, typing=typing, widen=False)
        rows = library.headlines([hit.key for hit in answer.hits])
        assert len(rows) == answer.total == len(answer.hits), query
        return {row.title.split()[0] for row in rows}

    def saved(query: str) -> set[str]:
        library.save_search("a line", query, replace=True)
        return found('in:@"a line"')

    ended = {query: query if query.count('"') % 2 else f"{query} " for query in FINDS}
    counted = {query: library.facets(query, widen=False, now=NOW).total for query in FINDS}
    assert through(found) == FINDS
    assert through(lambda query: found(ended[query], typing=True)) == FINDS
    assert through(saved) == FINDS
    assert counted == {query: len(titles) for query, titles in FINDS.items()}


def through(door: Callable[[str], set[str]]) -> dict[str, set[str]]:
    """What each line finds there."""
    return {query: door(query) for query in FINDS}


def test_the_command_line_finds_the_same(stocked_library: Library, run: Run) -> None:
    today = ("today", "yesterday", "7d", "2d", "1w", "1m", "1y")
    lines = {query: titles for query, titles in FINDS.items() if not query.endswith(today)}
    ran = {query: run("search", "--all-words", "--json", query).records for query in lines}
    assert {q: {r["title"].split()[0] for r in found} for q, found in ran.items()} == lines


def test_no_line_of_the_page_is_left_out() -> None:
    lines = {text.replace("2026", "2019") for text in examples()}
    assert {line for line in lines if not line.endswith(":")} <= FINDS.keys()
