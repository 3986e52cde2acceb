"""The first rows, found by bounds, are those of the complete answer to the last bit."""

from __future__ import annotations

import random

import numpy as np
import pytest

from reader.search import Index, candidates, widening
from reader.search import summit as summit_module
from reader.search.arrays import peaks, starts, tiers
from reader.search.counting import count
from reader.search.matches import Matches, best, only
from reader.search.plan import Plan, plan_of
from reader.search.query import parse, typed
from reader.search.ranking import Ranking
from reader.search.summit import bounded, summit
from reader.search.view import Flags, View
from tests.search.test_equality import change, some_query


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything has bounds, which a small index would do without."""
    monkeypatch.setattr(peaks, "_FEWEST", 0)
    monkeypatch.setattr(starts, "_FEWEST", 0)
    monkeypatch.setattr(summit_module, "_FIRST", 1)
    monkeypatch.setattr(summit_module, "_SAMPLE", 2)
    monkeypatch.setattr(summit_module, "_MOST", 3)


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("rare", [1, 16, 10**9], ids=["read", "some bounds", "only bounds"])
def test_the_best_are_the_same_however_they_are_found(
    index: Index, seed: int, rare: int, tight: None, monkeypatch: pytest.MonkeyPatch, steps: int = 7
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(tiers, "FACTOR", chance.choice([2, 3, 8]))
    monkeypatch.setattr(candidates, "_RARE", rare)
    held: dict[int, int] = {}
    for step in range(1, 1 + steps):
        change(chance, index, held, step)
        ranking = Ranking(View.of(index.place))
        keys = chance.sample(sorted(held), len(held) // 2)
        for allowed in (None, ranking.view.having(keys) & ranking.view.living):
            for _ in range(15):
                text = some_query(chance)
                plan = plan_of(chance.choice([parse, typed])(text), ranking.view.languages)
                if plan is not None and bounded(plan):
                    compare(ranking, plan, chance.choice([1, 3, 10, 1000]), allowed, text)


def compare(ranking: Ranking, plan: Plan, limit: int, allowed: Flags | None, text: str) -> None:
    every = ranking.scored(ranking.matches(plan))
    every = every if allowed is None else only(every, allowed)
    rows = best(every, limit)
    found, whole = summit(ranking, plan, limit, allowed)
    assert found.numbers.tolist() == every.numbers[rows].tolist(), text
    assert found.scores.tolist() == every.scores[rows].tolist(), text
    assert count(ranking, plan, allowed) == len(every.numbers), text
    assert whole == (len(every.numbers) < limit), text


def test_bounds_hold_whatever_the_average_length_becomes(index: Index, tight: None) -> None:
    """Short articles first, whose bounds stay; then long ones, which make each match worth more."""
    from tests.search.helpers import entry

    index.apply([entry(n, "quake", "a quake " * (1 + n % 5)) for n in range(60)], [])
    index.apply([entry(100 + n, "other", f"words of quake {n} " * 200) for n in range(60)], [])
    ranking = Ranking(View.of(index.place))
    for query in ("quake", "qua*", "quake words", "quake OR other"):
        plan = plan_of(parse(query), ())
        assert plan is not None
        compare(ranking, plan, 7, None, query)


def test_one_rare_word_or_a_common_one_is_found_wherever_it_stands(
    index: Index, tight: None
) -> None:
    """What the first blocks bring is thrown out by nothing but what is better."""
    from tests.search.helpers import entry

    index.apply([entry(n, "", "quake " * 3 if n % 4 else "a sea") for n in range(400)], [])
    sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]
    index.apply([entry(1000 + n, "", f"rare{n} " + "a sea " * n) for n in sizes], [])
    ranking = Ranking(View.of(index.place))
    for n in sizes:
        plan = plan_of(parse(f"quake OR rare{n}"), ())
        assert plan is not None
        for limit in (1, 2, 10):
            compare(ranking, plan, limit, None, f"rare{n}")


def test_a_hurried_search_has_the_same_hits_and_an_open_total(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.search.helpers import entry

    monkeypatch.setattr(widening, "READ_WHOLE", 10)
    index.apply([entry(n, "", "quake near honshu " * (1 + n % 9)) for n in range(700)], [])
    for query in ("quake", "quake honshu", "quake OR sea", "-sea quake"):
        slow, fast = index.search(query, limit=20), index.search(query, limit=20, hurried=True)
        assert (slow.total, slow.counted) == (700, True)
        assert fast.hits == slow.hits
        assert not fast.counted
        assert 20 <= fast.total < 700
    assert index.search("nobody", hurried=True) == index.search("nobody")
    few = index.search("quake", keys=[3, 4], hurried=True)
    assert (few.total, few.counted) == (2, True)


def test_nothing_is_found_where_nothing_can_be(index: Index) -> None:
    index.apply([], [])
    ranking = Ranking(View.of(index.place))
    plan = plan_of(parse("quake OR sea"), ())
    assert plan is not None
    none = Matches(np.zeros(0, np.intp), np.zeros(0, np.float32))
    assert len(summit(ranking, plan, 5).matches.numbers) == len(none.numbers)
