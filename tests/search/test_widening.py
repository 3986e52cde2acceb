"""What is shown when no article has all that was asked for."""

from __future__ import annotations

from collections.abc import Callable

from reader.search import Index
from tests.search.helpers import found

Holding = Callable[..., Index]


def keys(index: Index, query: str) -> list[int]:
    return [hit.key for hit in index.search(query).hits]


def test_articles_with_more_of_the_words_come_first(holding: Holding) -> None:
    index = holding(
        "quake quake quake quake honshu",
        "quake honshu tsunami",
        "nothing of that",
        "tsunami warning for everybody on the coast, quake and honshu",
    )
    assert set(keys(index, "quake honshu tsunami lima")[:2]) == {2, 4}
    assert keys(index, "quake honshu tsunami lima")[2:] == [1]
    assert index.search("quake honshu tsunami lima").note == (
        "No article has all of “quake honshu tsunami lima”; showing those with some of them."
    )


def test_articles_with_less_than_half_of_what_the_best_has_are_not_shown(holding: Holding) -> None:
    index = holding("quake honshu tsunami", "a quake")
    assert keys(index, "quake honshu tsunami lima") == [1]


def test_nothing_is_widened_while_something_matches(holding: Holding) -> None:
    answer = holding("quake honshu", "quake").search("quake honshu")
    assert (found(answer), answer.note) == ({1}, "")


def test_a_question_is_not_lost_for_its_small_words(holding: Holding) -> None:
    index = holding(
        "Ministers met in Geneva; tariffs were discussed.",
        "Who knows about whom? Whom in who about.",
        "Geneva weather",
    )
    answer = index.search("who met whom in Geneva about tariffs")
    assert found(answer) == {1}
    assert answer.note.endswith("showing those that lack only small words.")


def test_small_words_alone_are_sought_all_the_same(holding: Holding) -> None:
    assert found(holding("to be or not to be", "quake").search("to be")) == {1}
    assert found(holding("the who", "quake").search('"The Who"')) == {1}


def test_a_phrase_that_is_nowhere_is_read_as_its_words(holding: Holding) -> None:
    answer = holding("the cut of a rate", "a rate").search('"rate cut"')
    assert [hit.key for hit in answer.hits] == [1, 2]
    assert answer.note


def test_what_is_excluded_stays_excluded(holding: Holding) -> None:
    index = holding("quake rumour", "quake")
    assert found(index.search("quake honshu -rumour")) == {2}


def test_a_word_nobody_uses_may_be_the_start_of_one(holding: Holding) -> None:
    answer = holding("Magnitogorsk", "quake").search("magnit")
    assert found(answer) == {1}
    assert answer.note == "Nothing for “magnit”; showing words that start so."


def test_a_slip_of_the_finger_is_forgiven(holding: Holding) -> None:
    index = holding("earthquake", "the president", "test", "quick")
    for typed, key in [("earthqake", 1), ("presidnet", 2), ("tset", 3), ("presodenk", 2)]:
        answer = index.search(typed)
        assert found(answer) == {key}, typed
        assert answer.note.startswith(f"Nothing for “{typed}”; showing “")


def test_short_words_and_other_words_are_not_respelled(holding: Holding) -> None:
    index = holding("cat", "house", "straightforward")
    assert index.search("cot").total == 0
    assert index.search("mouse").total == 0
    assert index.search("quarterback").total == 0


def test_some_of_the_words_come_before_another_spelling(holding: Holding) -> None:
    index = holding("earthquake", "honshu")
    assert found(index.search("earthqake honshu")) == {2}


def test_a_narrowed_search_is_widened_within_its_articles(holding: Holding) -> None:
    index = holding("quake honshu", "quake lima")
    assert found(index.search("quake honshu", keys={2})) == {2}


def test_the_note_is_one_line_and_short(holding: Holding) -> None:
    note = holding("quake").search("quake\n\x1b[31m" + "honshu " * 50).note
    assert "\n" not in note
    assert "\x1b" not in note
    assert len(note) < 160


def test_nothing_found_is_an_empty_answer(holding: Holding) -> None:
    answer = holding("quake").search("zzz")
    assert (answer.hits, answer.total, answer.note) == ((), 0, "")
