"""What stands beside the list: lists to choose from, facets, advice, passages, related stories."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from reader import __version__
from reader.library import Library
from reader.library.facets import Bucket, Timeline
from reader.models import Passage
from reader.store import facts
from reader.tui.control.side import sparkline
from reader.tui.tag_colours import ON_DARK, ON_LIGHT
from tests.filling import Filled
from tests.pilot import Desk, desk

Write = Callable[..., Path]

STORIES = [
    ("Ferry back in service", "The ferry crosses the strait again from Monday on.", "The Paper", "sea"),
    ("Ferry fares rise", "Passengers of the ferry across the strait pay more.", "The Paper", "sea"),
    ("Ferry strike is over", "The crews of the strait's ferry return to work.", "Harbour News", "sea"),
    ("Chess title stays home", "The final lasted six hours.", "Chess Weekly", ""),
]  # fmt: skip
BACK, FARES, STRIKE, CHESS = (title for title, *_ in STORIES)
MANY = 60


def stock(library: Library, folder: Path) -> None:
    """Four stories, the first the newest; three tagged, one of those read; one search saved."""
    lines = [
        json.dumps({"title": t, "text": b, "source": s, "date": f"2020-01-{20 - n}", "tags": [tag] if tag else []})
        for n, (t, b, s, tag) in enumerate(STORIES)
    ]  # fmt: skip
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    library.add([str(folder / "news.jsonl")])
    library.update_index()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.mark([library.keys()[0]], "read", True)
    library.save_search("Games", "chess")


def stock_many(library: Library, folder: Path) -> None:
    """More articles on one word than a screen has rows."""
    rows = [
        {"title": f"Boat {n}", "text": "It lay in the harbour.", "date": "2020-01-20"}
        for n in range(MANY)
    ]
    (folder / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    library.add([str(folder / "many.jsonl")])
    library.update_index()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """Four stories, the first the newest; three tagged, one of those read; one search saved."""
    return filled(stock)


def lines(at: Desk) -> list[str]:
    """What the pane says, each row with its number."""
    return [f"{row.text} {row.count}".strip() for row in at.screen.side.rows]


def targets(at: Desk) -> list[tuple[str, object]]:
    """Each row with what choosing it means."""
    return [(f"{row.text} {row.count}".strip(), row.target) for row in at.screen.side.rows]


async def found(at: Desk, text: str, *titles: str) -> None:
    """Type a query and wait for what it finds."""
    await at.press("slash")
    await at.type(text)
    await at.until(lambda: sorted(at.titles) == sorted(titles), text)


async def test_lists_saved_searches_and_tags_stand_at_the_left_with_their_counts(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: "#sea 2" in lines(at))
        assert [line for line in lines(at) if line] == [
            *("All 4", "Unread 3", "Starred"),
            *("SAVED SEARCHES", "Games 1"),
            *("TAGS", "#sea 2"),
            *("FEEDS", "Follow a feed…", "Feeds to start with…"),
        ]
        await at.press("j", "m")
        await at.until(lambda: "#sea 1" in lines(at))
        await at.press("u")
        await at.until(lambda: "#sea 2" in lines(at))


async def test_a_tag_is_chosen_by_key_and_escape_gives_the_list_back(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: "#sea 2" in lines(at))
        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        assert at.screen.bar.query_text == 'tag:"sea"'
        await at.press("escape")
        await at.until(lambda: len(at.titles) == 4)
        await at.press("h", "j", "enter")
        await at.until(lambda: at.titles == [FARES, STRIKE, CHESS])
        await at.sees("Unread 1/3")


async def test_a_search_made_from_a_tag_s_list_gives_that_list_back_as_it_was(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: "#sea 2" in lines(at))

        async def in_the_tag_again() -> None:
            await at.until(lambda: at.titles == [BACK, FARES, STRIKE] and at.title == FARES)
            assert at.screen.bar.query_text == 'tag:"sea"'
            await at.sees("sea 2/3")

        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("j", "slash", "escape")  # nothing typed: nothing is given up
        await in_the_tag_again()
        await at.press("slash", "ctrl+u")
        await at.type("chess")
        await at.until(lambda: at.titles == [CHESS])
        await at.press("escape")
        await in_the_tag_again()
        for begin, *keys in (
            ("slash", "enter", "q"),
            ("equals_sign", "enter", "slash", "escape"),
            ("slash", "escape"),
        ):
            await at.press(begin)
            await at.type("strike")
            assert at.screen.bar.query_text == 'tag:"sea" strike'
            await at.until(lambda: at.titles == [STRIKE])
            await at.press(*keys)
            await in_the_tag_again()
        # Typed away is not given up; Enter then leaves the tag for the list behind it.
        await at.press("slash", "ctrl+u")
        await at.until(lambda: len(at.titles) == 4)
        await at.press("escape")
        await in_the_tag_again()
        await at.press("slash", "ctrl+u", "enter")
        await at.until(lambda: len(at.titles) == 4)
        await at.press("slash")
        await at.type("chess")
        await at.until(lambda: at.titles == [CHESS])
        await at.press("enter", "escape")
        await at.until(lambda: len(at.titles) == 4 and not at.screen.bar.query_text)


async def test_a_saved_search_is_chosen_by_a_click(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: "Games 1" in lines(at))
        await at.pilot.click("#side", offset=(5, lines(at).index("Games 1")))
        await at.until(lambda: at.titles == [CHESS])
        assert at.screen.bar.query_text == "in:@Games"


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (110, 30)])
async def test_where_it_is_narrow_the_lists_take_the_list_s_place(
    stocked: Library, size: tuple[int, int]
) -> None:
    async with desk(stocked, size=size) as at:
        assert "SAVED" not in at.text
        await at.press("h")
        await at.sees("SAVED", "#sea", "Games")
        await at.press("escape")
        await at.until(lambda: "SAVED" not in at.text)
        await at.press("B")
        await at.sees("SAVED")
        await at.press("j", "j", "j", "enter")
        await at.until(lambda: at.titles == [CHESS])
        assert "SAVED" not in at.text


async def test_the_pane_can_be_hidden(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.sees("SAVED SEARCHES")
        await at.press("B")
        await at.until(lambda: "SAVED SEARCHES" not in at.text)
        await at.press("B")
        await at.sees("SAVED SEARCHES")


async def test_facets_of_a_search_narrow_it(stocked: Library) -> None:
    async with desk(stocked) as at:
        await found(at, "ferry", BACK, FARES, STRIKE)
        await at.until(lambda: "The Paper 2" in lines(at))
        over = lines(at).index("OVER TIME")
        assert lines(at)[over + 1 : over + 3] == ["███", "2020-01-18 – 20"]
        await at.press("enter", "h")  # out of the search, the pane shows lists again
        await at.until(lambda: "Games 1" in lines(at))
        await found(at, "ferry", BACK, FARES, STRIKE)
        await at.until(lambda: ("The Paper 2", 'feed:"The Paper" ferry') in targets(at))
        await at.pilot.click("#side", offset=(5, lines(at).index("The Paper 2")))
        await at.until(lambda: sorted(at.titles) == [BACK, FARES])
        assert at.screen.bar.query_text == 'feed:"The Paper" ferry'


async def test_nothing_found_offers_what_would_find_something(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("title:chess ferry is:starred")
        await at.sees("nothing found", "only")
        await at.press("enter")
        await at.until(lambda: len(at.screen._notice.choices) > 1)
        texts = [choice.text for choice in at.screen._notice.choices]
        wanted = next(n for n, text in enumerate(texts) if text.startswith("only ferry"))
        await at.press(*"j" * wanted, "enter")
        await at.until(lambda: sorted(at.titles) == sorted([BACK, FARES, STRIKE]))


async def test_of_what_another_search_offers_the_likeliest_is_at_hand(stocked: Library) -> None:
    async with desk(stocked) as at:
        notice = at.screen._notice
        await at.press("slash")
        await at.type("title:chess ferry is:starred")
        await at.press("enter")
        await at.until(lambda: len(notice.choices) > 1)
        await at.press("j")
        assert notice.at == 1
        before = notice.choices
        await at.press("slash")
        await at.type(" strike")
        await at.press("enter")
        await at.until(lambda: len(notice.choices) > 1 and notice.choices != before)
        assert notice.at == 0


async def test_a_misspelled_word_is_put_right_by_one_key(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("ferryy strke")
        await at.sees("showing “ferry”, “strike”")
        await at.press("enter", "w")
        await at.sees("nothing found", "did you mean")
        await at.press("enter")
        await at.until(lambda: at.titles == [STRIKE])


async def test_rows_of_a_search_show_the_passage_that_was_found(stocked: Library) -> None:
    async with desk(stocked) as at:
        assert "Passengers" not in "".join(line[27:60] for line in at.text.splitlines())
        await found(at, "passengers", FARES)
        await at.until(lambda: any("Passengers of the" in s[27:70] for s in at.text.splitlines()))
        await at.press("escape")
        await at.until(lambda: not any("Passengers of" in s[27:70] for s in at.text.splitlines()))


async def test_passages_are_looked_for_on_the_screen_alone(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = filled(stock_many)
    asked: list[int] = []
    snippets = library.snippets

    def noted(keys: Sequence[int], *others: object) -> Mapping[int, Passage]:
        asked.extend(keys)
        return snippets(keys, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "snippets", noted)
    async with desk(library, (100, 26)) as at:
        await at.press("slash")
        await at.type("harbour")
        await at.until(lambda: set(at.screen.headlines.seen) <= set(asked))
        assert len(at.screen.headlines.keys) == MANY
        assert 2 < len(set(asked)) < 26


@pytest.mark.parametrize(
    ("counts", "width", "drawn"),
    [
        ([1, 0, 8, 4], 8, "▁ █▄"),
        ([1, 1, 0, 0, 4, 4], 3, "▂ █"),
        ([5], 8, "█"),
        ([1, 100_000], 8, "▁█"),
    ],
)
def test_hits_over_time_are_bars_of_the_share_of_the_longest(
    counts: list[int], width: int, drawn: str
) -> None:
    buckets = tuple(Bucket("", "", count, "") for count in counts)
    assert sparkline(Timeline(buckets=buckets), width) == drawn


async def test_w_keeps_to_articles_with_every_word(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("passengers hours final")
        await at.until(lambda: sorted(at.titles) == [CHESS, FARES])
        await at.press("enter", "w")
        await at.sees("nothing found")
        await at.press("w")
        await at.until(lambda: sorted(at.titles) == [CHESS, FARES])


async def test_a_search_is_saved_under_a_name_and_never_over_another_unasked(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await found(at, "ferry", BACK, FARES, STRIKE)
        await at.press("enter", "W")
        await at.sees("Save ferry as")
        await at.type("q the sea")  # letters are text here
        await at.press("enter")
        await at.sees("Saved as “q the sea”")
        assert stocked.saved_search("q the sea").query == "ferry"
        await at.press("W")
        await at.type("Ga")
        await at.press("tab", "enter")
        await at.sees("“Games” is taken")
        await at.press("n")
        await at.sees("Nothing was changed.")
        assert stocked.saved_search("Games").query == "chess"
        await at.press("W")
        await at.type("Games")
        await at.press("enter")
        await at.sees("“Games” is taken")
        await at.press("y")
        await at.until(lambda: stocked.saved_search("Games").query == "ferry")
        await at.press("W")
        await at.type("@Games")  # which the library alone knows to be the same
        await at.press("enter")
        await at.sees("“@Games” is taken")
        await at.press("n")
        release = threading.Event()
        at.screen._errands.saving.submit(lambda: bool(release.wait()))  # as by a slow disk
        try:
            await at.press("W")
            await at.type("Later")
            await at.press("enter", "j")
            await at.until(lambda: at.title != at.titles[0])  # keys are answered meanwhile
        finally:
            release.set()
        await at.sees("Saved as “Later”")


async def test_that_a_saved_search_is_not_widened_is_said(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("passengers hours final")
        await at.until(lambda: sorted(at.titles) == [CHESS, FARES])
        await at.press("enter", "W")
        await at.type("mix")
        await at.press("enter")
        await at.sees("in:@mix finds only what has every word")


async def test_links_are_asked_for_in_an_article_and_open_none(stocked: Library) -> None:
    async with desk(stocked, size=(80, 24)) as at:
        await at.press("f")
        await at.sees("Open the article first")
        assert not at.screen.reading


async def test_related_stories_stand_in_the_list_s_place_until_escape(
    stocked: Library, write: Write
) -> None:
    sinking = "The Aurora struck a reef near Skagen and forty people were saved."
    sequel = "Divers looked at the Aurora, which lies on a reef off Skagen."
    for name, text in (("sinking", sinking), ("sequel", sequel)):
        path = write(f"{name}.md", f"---\ntitle: The {name}\ndate: 2020-02-01\n---\n\n{text}\n")
        stocked.add([str(path)])
    stocked.update_index()
    async with desk(stocked) as at:
        row = at.titles.index("The sinking")
        await at.press(*"j" * row, "asterisk")
        await at.sees("Related to “The sinking”")
        assert at.titles == ["The sequel"]
        await at.press("escape")
        await at.until(lambda: len(at.titles) == 6)
        assert at.title == "The sinking"
        await at.press("G", "asterisk")
        await at.sees("Nothing else on this story was found.")


async def test_from_related_stories_one_comes_back_to_the_search(
    stocked: Library, write: Write
) -> None:
    sinking = "The Aurora struck a reef near Skagen and forty people were saved."
    sequel = "Divers looked at the Aurora, which lies on a reef off Skagen."
    for name, text in (("sinking", sinking), ("sequel", sequel)):
        path = write(f"{name}.md", f"---\ntitle: The {name}\ndate: 2020-02-01\n---\n\n{text}\n")
        stocked.add([str(path)])
    stocked.update_index()
    async with desk(stocked) as at:
        await at.type_ahead("/forty saved\r")
        await at.until(lambda: at.titles == ["The sinking"])
        await at.press("asterisk")
        await at.sees("Related to “The sinking”")
        await at.press("escape")
        await at.until(lambda: at.titles == ["The sinking"])
        assert at.screen.bar.query_text == "forty saved"
        await at.press("escape")
        await at.until(lambda: len(at.titles) == 6 and not at.screen.bar.query_text)


async def test_where_only_every_word_was_sought_it_says_what_else_can_be(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.type_ahead("/passengers zeppelin\rw")
        await at.sees("No article has every word", "Press w to look for some of them")
        await at.press("w")
        await at.until(lambda: at.titles)


async def test_a_slow_count_takes_no_question_s_place(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, held, go = stocked.shelves, threading.Event(), threading.Event()

    def slow() -> object:
        held.set()
        assert go.wait(10)
        return counted()

    async with desk(stocked) as at:
        await at.until(lambda: at.screen.side.rows)
        monkeypatch.setattr(stocked, "shelves", slow)
        try:
            at.screen._shelves.recount()
            await at.until(held.is_set)
            await at.press("asterisk")
            at.screen._shelves.recount()
        finally:
            go.set()
        await at.sees("Nothing else on this story was found.")


async def test_tab_completes_a_word_from_the_library(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("passen")
        await at.press("tab")
        await at.until(lambda: at.screen.bar.query_text == "passengers ")


async def test_tags_stand_in_their_own_colours(library: Library) -> None:
    library.welcome()
    library.tag(library.keys()[:1], ["sea"])
    async with desk(library) as at:
        await at.until(lambda: any(row.text == "#sea" for row in at.screen.side.rows))
        number = next(row.colour for row in at.screen.side.rows if row.text == "#sea")
        assert number is not None
        for theme, colours in (("ink", ON_DARK), ("paper", ON_LIGHT)):
            at.app.theme = theme
            await at.pilot.pause()
            rows = [at.screen.side.render_line(y) for y in range(at.screen.side.size.height)]
            (named,) = [s for row in rows for s in row if "#sea" in s.text]
            assert named.style and named.style.color
            assert named.style.color.name == colours[number]


async def test_another_spelling_is_offered_beside_what_was_found_and_taken_by_a_key(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("~")
        await at.sees("No words are searched for")
        await at.press("slash")
        await at.type("strke ferry crews")
        await at.until(lambda: len(at.titles) == 3)
        await at.press("enter")
        await at.sees("Did you mean “strike ferry crews”? ~ finds 1.")
        await at.press("j")
        assert "Did you mean" in at.text
        await at.press("~")
        await at.until(lambda: at.screen.bar.query_text == "strike ferry crews")
        await at.until(lambda: at.titles[:1] == [STRIKE])
        assert "Did you mean" not in at.text


async def test_a_saved_search_is_renamed_and_forgotten_in_the_pane(stocked: Library) -> None:
    stocked.save_search("both", "in:@Games OR ferry")
    async with desk(stocked) as at:
        await at.press("g", "slash", "enter")
        await at.until(lambda: at.titles == [CHESS])
        await at.press("comma", "n")
        await at.sees("Name of the saved search")
        await at.type(" of mind")
        await at.press("enter")
        await at.sees("“Games” is now “Games of mind”.")
        assert at.screen.bar.query_text == 'in:@"Games of mind"'
        assert stocked.saved_search("both").query == 'in:@"Games of mind" OR ferry'
        await at.until(lambda: "Games of mind 1" in lines(at))
        await at.press("u")
        await at.sees("“Games of mind” is called “Games” again.")
        await at.until(lambda: at.screen.bar.query_text == "in:@Games" and "Games 1" in lines(at))
        await at.press("comma", "u", "n")
        await at.sees("Nothing was changed.")
        await at.press("comma", "u", "y")
        await at.sees("“both” asks for it")
        await at.until(lambda: len(at.titles) == 4)
        assert stocked.saved_names() == ["both"]
        await at.press("u")
        await at.sees("“Games” is saved again.")
        await at.until(lambda: "Games 1" in lines(at))


async def test_shift_tab_goes_to_how_the_finds_spread_and_a_choice_narrows_the_search(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await found(at, "ferry", BACK, FARES, STRIKE)
        await at.press("enter")
        await at.until(lambda: "The Paper 2" in lines(at))
        await at.press("shift+tab")
        await at.until(lambda: at.screen.side.row is not None)
        while at.screen.side.row.text != "The Paper":  # type: ignore[union-attr]
            await at.press("j")
        await at.press("enter")
        await at.until(lambda: sorted(at.titles) == sorted([BACK, FARES]))
        await at.press("shift+tab", "shift+tab")
        assert at.screen.headlines.has_focus


async def test_the_cursor_of_the_pane_stays_by_what_was_renamed_or_forgotten(
    stocked: Library,
) -> None:
    stocked.save_search("Zebra", "zebra")
    async with desk(stocked) as at:
        await at.press("g", "slash")
        await at.until(lambda: at.screen.side.row and at.screen.side.row.text == "Games")
        await at.press("comma", "n")
        await at.type("!")
        await at.press("enter")
        await at.until(lambda: "Games! 1" in lines(at))
        assert at.screen.side.row is not None
        assert at.screen.side.row.text == "Games!"
        await at.press("comma", "u", "y")
        await at.sees("“Games!” is no longer saved")
        await at.until(lambda: "Games! 1" not in lines(at))
        assert at.screen.side.row.text == "Zebra"


async def test_a_list_with_a_name_keeps_it_in_another_order(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: len(at.titles) == len(STORIES))
        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("S")  # the newest stood first by itself: the first press shows something
        await at.until(lambda: at.titles == [STRIKE, FARES, BACK])
        await at.sees("sea · oldest first", "▸ #sea", "sea 3/3")
        await at.press("slash")  # within the list, the best first again
        await at.type("fares")
        await at.until(lambda: at.titles == [FARES])
        assert at.screen.bar.query_text == 'tag:"sea" fares'
        await at.press("escape")  # and back to the list as it was
        await at.until(lambda: at.titles == [STRIKE, FARES, BACK])
        await at.press("escape")
        await at.until(lambda: len(at.titles) == len(STORIES))


async def test_the_key_for_all_leads_out_of_a_list_of_which_all_is_shown(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: len(at.titles) == len(STORIES))
        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("2")
        await at.until(lambda: at.titles == [FARES, STRIKE])
        await at.press("1")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("1")
        await at.until(lambda: len(at.titles) == len(STORIES) and not at.screen.bar.query_text)
        await found(at, "ferry", BACK, FARES, STRIKE)
        await at.press("enter", "1")
        await at.until(lambda: len(at.titles) == len(STORIES))


async def test_what_tab_would_make_of_a_search_is_not_said_where_it_was_given_up(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: len(at.titles) == len(STORIES))
        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("equals_sign")
        await at.type("zz")
        await at.until(lambda: not at.titles)
        await at.press("escape")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        assert "Tab:" not in at.text


async def test_the_pane_is_filled_where_a_wider_window_has_room_for_it(stocked: Library) -> None:
    async with desk(stocked, (80, 24)) as at:
        await at.until(lambda: len(at.titles) == len(STORIES))
        await at.pilot.resize_terminal(120, 36)
        await at.sees("▸ All", "#sea")
        await at.pilot.resize_terminal(80, 24)
        await at.press("m")
        await at.pilot.resize_terminal(120, 36)
        await at.until(lambda: "Unread 4" in lines(at))


async def test_keys_for_what_was_found_say_where_nothing_is_searched_for(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: len(at.titles) == len(STORIES))
        for key in ("w", "~"):
            await at.press(key)
            await at.sees("No words are searched for; / begins a search.")
            await at.press("j")
        await at.press("g", "t", "enter")
        await at.until(lambda: at.titles == [BACK, FARES, STRIKE])
        await at.press("w")
        await at.sees("No words are searched for; / begins a search.")
