"""The measures of retrieval on rankings worked out by hand."""

from __future__ import annotations

import os
from math import log2
from pathlib import Path

import pytest

from tests.quality.collections import cranfield, medlars
from tests.quality.measures import average_precision, gain, precision

RANKED = [4, 1, 5, 2, 6]


def test_average_precision_counts_answers_that_are_not_found() -> None:
    assert average_precision(RANKED, {1, 2}) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert average_precision(RANKED, {1, 2, 9}) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert average_precision([], {1}) == 0


def test_precision_is_of_ten_even_when_fewer_are_found() -> None:
    assert precision(RANKED, {1, 2}) == pytest.approx(0.2)
    assert precision([*range(10, 20), 1], {1}) == 0


def test_gain_is_one_for_the_best_order() -> None:
    assert gain([1, 2, 4], {1, 2}) == pytest.approx(1)
    best = 1 / log2(2) + 1 / log2(3)
    assert gain(RANKED, {1, 2}) == pytest.approx((1 / log2(3) + 1 / log2(5)) / best)


@pytest.mark.skipif("BROADSHEET_CORPUS" not in os.environ, reason="BROADSHEET_CORPUS is not set")
def test_questions_are_joined_with_their_judgements() -> None:
    corpus = Path(os.environ["BROADSHEET_CORPUS"])
    for judged, questions, judgements in (
        (cranfield(corpus), 225, 1612),
        (medlars(corpus), 30, 696),
    ):
        keys = {article.key for article in judged.articles}
        assert len(judged.questions) == questions
        assert sum(len(question.answers) for question in judged.questions) == judgements
        assert all(question.answers and question.answers <= keys for question in judged.questions)
