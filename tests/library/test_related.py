"""Related stories through a real library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import Library
from tests.quality.stories import measure_stories

SINKING = (
    "The ferry Aurora struck a reef near Skagen on Monday. Forty people were saved by boats"
    " that came from the harbour, and the captain was questioned for six hours."
)
SEQUEL = (
    "Divers have looked at the Aurora, which lies on a reef off Skagen. Its captain says that"
    " the light on the harbour was out when the ferry came near."
)
ELSEWHERE = (
    "The ferry Borealis ran aground off Bergen in June. Its twelve passengers went ashore in"
    " boats, and the captain lost his licence after a trial that took a year."
)
COUSIN = (
    "A ferry was late at Skagen on Monday, and the harbour was closed by snow while bakers and"
    " bands went on."
)
BREAD = "Bakers blame the harvest for dearer flour, and bread costs more in all of the country."
CHESS = "The final ended at midnight and the title stays at home, to nobody's surprise at all."


@pytest.fixture
def told(library: Library, tmp_path: Path) -> Callable[..., dict[str, int]]:
    """Takes in texts with their dates; gives the keys by title."""

    def take(*articles: tuple[str, str, str]) -> dict[str, int]:
        file = tmp_path / "told.jsonl"
        records = [
            {"id": str(n), "title": title, "text": text} | ({"date": day} if day else {})
            for n, (title, text, day) in enumerate(articles)
        ]
        file.write_text("".join(json.dumps(r) + "\n" for r in records))
        library.add([str(file)])
        library.update_index()
        return {h.title: h.key for h in library.headlines(library.keys())}

    return take


def nearest(library: Library, key: int, **options: int | None) -> list[str]:
    hits = library.related(key, **options)  # type: ignore[arg-type]
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    return [h.title for h in library.headlines([h.key for h in hits])]


def test_the_same_event_comes_before_another_of_its_kind_and_strangers_not_at_all(
    library: Library, told: Callable[..., dict[str, int]]
) -> None:
    keys = told(
        ("Aurora sinks", SINKING, ""),
        ("Divers down", SEQUEL, ""),
        ("Borealis sinks", ELSEWHERE, ""),
        ("Bread", BREAD, ""),
        ("Chess", CHESS, ""),
    )
    assert nearest(library, keys["Aurora sinks"]) == ["Divers down", "Borealis sinks"]
    assert nearest(library, keys["Aurora sinks"], limit=1) == ["Divers down"]
    assert nearest(library, keys["Bread"]) == []


def test_articles_far_apart_in_time_are_not_related_unless_the_window_is_open(
    library: Library, told: Callable[..., dict[str, int]]
) -> None:
    keys = told(
        ("Now", SINKING, "2021-03-01"),
        ("Soon", SEQUEL, "2021-03-20"),
        ("Long ago", SINKING + " Again.", "2019-03-01"),
        ("Undated", SEQUEL + " It is not said when.", ""),
        ("Bread", BREAD, "2021-03-01"),
        ("Chess", CHESS, "2021-03-01"),
    )
    assert set(nearest(library, keys["Now"])) == {"Soon", "Undated"}
    assert set(nearest(library, keys["Now"], window_days=None)) == {"Soon", "Undated", "Long ago"}
    assert nearest(library, keys["Now"], window_days=5) == ["Undated"]
    assert set(nearest(library, keys["Undated"])) == {"Now", "Soon", "Long ago"}


@pytest.mark.parametrize(
    ("day", "other", "found"),
    [
        ("2021-03-01", "2021-03-09", ["Sinking", "Cousin"]),
        ("", "2021-03-09", ["Sinking"]),
        ("2021-03-01", "", ["Sinking"]),
        ("", "", ["Sinking"]),
    ],
)
def test_where_no_date_says_that_they_are_near_articles_have_to_be_more_alike(
    library: Library, told: Callable[..., dict[str, int]], day: str, other: str, found: list[str]
) -> None:
    keys = told(
        ("Divers", SEQUEL, day),
        ("Sinking", SINKING, other),
        ("Cousin", COUSIN, other),
        ("Borealis", ELSEWHERE, other),
        ("Bread", BREAD, other),
        ("Chess", CHESS, other),
    )
    assert nearest(library, keys["Divers"]) == found
    assert nearest(library, keys["Divers"], window_days=None) == ["Sinking"]


def test_a_copy_of_the_text_is_no_other_story(
    library: Library, told: Callable[..., dict[str, int]]
) -> None:
    keys = told(
        ("One", SINKING, ""),
        ("Two", SINKING.replace(" ", "  "), ""),
        ("Sequel", SEQUEL, ""),
        ("Bread", BREAD, ""),
    )
    assert nearest(library, keys["One"]) == ["Sequel"]


def test_what_cannot_have_relations_has_none(
    library: Library, told: Callable[..., dict[str, int]]
) -> None:
    assert library.related(1) == []
    keys = told(("Alone", SINKING, ""))
    assert library.related(keys["Alone"]) == []
    assert library.related(99) == []


def test_an_article_that_the_index_has_not_heard_of_has_relations_already(
    library: Library, told: Callable[..., dict[str, int]], write: Callable[..., Path]
) -> None:
    told(("Divers down", SEQUEL, ""), ("Bread", BREAD, ""), ("Chess", CHESS, ""))
    library.add([str(write("late.txt", f"Aurora sinks\n\n{SINKING}\n"))])
    (late,) = (h.key for h in library.headlines(library.keys()) if h.title == "Aurora sinks")
    assert library.pending() == 1
    assert nearest(library, late)[0] == "Divers down"


def test_scripts_without_spaces_are_related_too(
    library: Library, told: Callable[..., dict[str, int]]
) -> None:
    keys = told(
        ("一", "极光号渡轮周一在斯卡恩附近触礁，四十人获救，船长接受了询问。", ""),
        ("二", "潜水员检查了在斯卡恩触礁的极光号渡轮，船长说灯塔没有亮。", ""),
        ("三", "面包师说面粉涨价是因为今年收成不好，全国的面包都更贵了。", ""),
    )
    assert nearest(library, keys["一"])[0] == "二"


def test_most_of_the_first_five_report_the_same_event(corpus: Path, part: int = 3) -> None:
    figures = measure_stories(corpus, part)
    assert figures["all"] >= 0.93
    assert figures["kept aside"] >= figures["cosine kept aside"]
