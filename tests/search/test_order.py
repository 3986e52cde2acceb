"""What comes first among the articles that match."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from reader.models import Answer, IndexEntry
from reader.search import Index
from tests.search.helpers import entry, found

Holding = Callable[..., Index]
DAY = 86_400
NOW = 1_750_000_000


def order(answer: Answer) -> list[int]:
    return [hit.key for hit in answer.hits]


def test_the_title_counts_more_than_the_body(index: Index) -> None:
    index.apply([entry(1, "storm", "a calm day"), entry(2, "a calm day", "storm")], [])
    assert order(index.search("storm")) == [1, 2]


@pytest.mark.parametrize("near", ["a rate cut is", "cut the rate is"])
def test_words_close_together_come_before_words_far_apart(index: Index, near: str) -> None:
    other = "of all the things that one could say about it"
    index.apply([entry(1, "", f"{near} {other}"), entry(2, "", f"cut {other} is a rate")], [])
    assert order(index.search("rate cut")) == [1, 2]


def test_closeness_counts_in_the_title_too_and_in_one_field_alone(index: Index) -> None:
    far = "cut of the things that they say about a rate"
    near = "rate cut of the things that they say about a"
    index.apply([entry(1, near), entry(2, far), entry(3, far)], [])
    assert order(index.search("title:rate title:cut"))[0] == 1
    assert order(index.search("rate cut"))[0] == 1


def test_a_word_is_not_close_to_one_of_another_article_or_field(index: Index) -> None:
    apart = [entry(key, "rate", "cut") for key in range(1, 5)]
    index.apply(apart, [])
    together = [hit.score for hit in index.search("rate cut").hits]
    alone = [hit.score for hit in index.search("rate OR cut").hits]
    assert together == pytest.approx(alone, rel=1e-5)


def test_places_are_right_behind_an_article_that_repeats_a_word_for_ever(index: Index) -> None:
    other = "of all the things that one could say about it"
    endless = entry(1, "", "rate " * 400)
    near, far = entry(2, "", f"rate cut {other}"), entry(3, "", f"rate {other} cut")
    index.apply([endless, near, far], [])
    assert order(index.search("rate cut")) == [2, 3]


def test_of_two_alike_the_newer_comes_first(index: Index) -> None:
    index.apply([entry(1, "storm", when=NOW), entry(2, "storm", when=NOW - 300 * DAY)], [])
    assert order(index.search("storm")) == [1, 2]


def test_a_better_match_comes_first_however_old_it_is(index: Index) -> None:
    better = entry(1, "storm", "storm warning", when=NOW - 9000 * DAY)
    index.apply([better, entry(2, "calm", "no storm today", when=NOW)], [])
    assert order(index.search("storm")) == [1, 2]


def test_a_date_to_come_makes_nothing_else_old(index: Index) -> None:
    now = int(time.time())
    ages = [entry(1, "storm", when=now), entry(2, "storm", when=now + 30_000 * DAY)]
    index.apply(ages, [])
    first, second = index.search("storm").hits
    assert first.score == pytest.approx(second.score)


def test_articles_without_a_date_are_equals(index: Index) -> None:
    index.apply([entry(1, "storm"), entry(2, "storm")], [])
    first, second = index.search("storm").hits
    assert (first.key, first.score) == (2, second.score)


def _news() -> list[IndexEntry]:
    """Of a strike at a port: three reports, and one of something else with as many words."""
    return [
        entry(1, "Dockers walk out at the harbour", "Cranes stand still; the union wants more."),
        entry(2, "Harbour dockers strike", "Cranes stand still while union and owners talk."),
        entry(3, "Union and owners talk", "Cranes stand still as the dockers walk out."),
        entry(4, "A walk by the sea", "The garden of the museum is open again, and free."),
        *[entry(key, f"Other news {key}", "Nothing of the kind.") for key in range(5, 30)],
        entry(30, "The sea, a walk", "Of crabs and gulls, for families, with a guide."),
    ]


def texts(articles: Sequence[IndexEntry]) -> Callable[[Sequence[int]], list[IndexEntry]]:
    by_key = {article.key: article for article in articles}
    return lambda keys: [by_key[key] for key in keys]


def test_a_question_brings_what_the_best_answers_are_about(index: Index) -> None:
    index.apply(_news(), [])
    question = "why did the dockers of the harbour walk to a strike"
    plain = index.search(question)
    answer = index.search(question, texts=texts(_news()))
    assert (found(answer), answer.total) == (found(plain), plain.total)
    assert order(plain).index(3) > order(answer).index(3)
    assert set(order(answer)[:3]) == {1, 2, 3}


def test_texts_are_asked_for_by_questions_alone(index: Index) -> None:
    index.apply(_news(), [])
    asked: list[Sequence[int]] = []

    def remembered(keys: Sequence[int]) -> list[IndexEntry]:
        asked.append(keys)
        return texts(_news())(keys)

    for query in ("dockers", "union owners", '"walk out"', "crane*"):
        index.search(query, texts=remembered)
    assert asked == []
    index.search("dockers union seagulls", texts=remembered)
    assert len(asked) == 1
    assert len(asked[0]) <= 10


def test_texts_that_are_gone_meanwhile_change_nothing(index: Index) -> None:
    index.apply(_news(), [])
    question = "dockers union seagulls"
    assert index.search(question, texts=lambda keys: []) == index.search(question)
