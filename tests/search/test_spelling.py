"""Words that are spelled like another: how far they are apart, and which are found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import damerau_levenshtein

from reader.search import Index, marks
from reader.search.spelling import distances
from tests.search.helpers import entry, found

WORDS = st.text(alphabet="abcд東", min_size=1, max_size=9)


@given(word=WORDS, others=st.lists(WORDS, max_size=5))
def test_slips_are_counted_as_letters_changed_lost_added_or_swapped(
    word: str, others: list[str]
) -> None:
    expected = [damerau_levenshtein(word, other) for other in others]
    assert distances(word, others) == expected


def test_a_fuzzy_word_finds_itself_and_words_spelled_like_it(index: Index) -> None:
    bodies = ["earthquake", "an earthqake", "the earthquakes", "earthworm", "министр", "министры"]
    index.apply([entry(key, "", body) for key, body in enumerate(bodies)], [])
    answer = index.search("earthquake~")
    assert (found(answer), answer.note) == ({0, 1, 2}, "")
    assert found(index.search("министр~")) == {4, 5}
    assert index.search("title:earthquake~").total == 0
    assert marks("an earthqake struck", answer.terms) == ((3, 12),)


def test_a_fuzzy_word_counts_as_one_term(index: Index) -> None:
    index.apply([entry(1, "", "tariff tarif"), entry(2, "", "tariff tariff")], [])
    first, second = index.search("tariff~").hits
    assert first.score == second.score
