"""What is shown when no article has all that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.search import Index
from tests.search.helpers import entry, found

Holding = Callable[..., Index]


def keys(index: Index, query: str) -> list[int]:
    return [hit.key for hit in index.search(query).hits]


def test_articles_with_some_of_the_words_are_shown_the_most_telling_first(
    holding: Holding,
) -> None:
    index = holding("quake quake", "quake honshu tsunami", "nothing of that", "a quake in a town")
    answer = index.search("quake honshu tsunami lima")
    assert answer.hits[0].key == 2
    assert found(answer) == {1, 2, 4}
    assert answer.note == (
        "Nothing has all of “quake honshu tsunami lima”; showing those with some of them."
    )


def test_the_note_tells_few_from_none(holding: Holding) -> None:
    index = holding("quake honshu tsunami", "quake")
    assert index.search("quake honshu tsunami").note.startswith("Few articles have all of")
    nowhere = index.search("quake honshu tsunami", keys=[2]).note
    assert nowhere.startswith("Nothing has all of")


def test_what_has_all_of_three_words_comes_before_all_else(holding: Holding) -> None:
    long = "quake and honshu and tsunami " + "and so on " * 300
    index = holding("honshu tsunami", *["tsunami honshu tsunami"] * 20, long)
    assert keys(index, "quake honshu tsunami")[0] == 22
    assert len(keys(index, "quake honshu tsunami")) == 22


def test_ten_articles_with_all_of_three_words_are_enough(holding: Holding) -> None:
    answer = holding(*["quake honshu tsunami"] * 10, "quake").search("quake honshu tsunami")
    assert (answer.total, answer.widened, answer.note) == (10, False, "")


def test_two_words_may_be_a_name_and_one_article_with_both_is_enough(holding: Holding) -> None:
    assert keys(holding("new york", "new", "york"), "new york") == [1]


@pytest.mark.parametrize("query", ["quake honshu tsunami", "quake lima", "quaek", "magnit", "tsun"])
def test_whatever_is_widened_says_so_and_can_be_had_without(holding: Holding, query: str) -> None:
    index = holding("quake honshu", "Magnitogorsk tsunami")
    answer = index.search(query)
    assert (bool(answer.hits), answer.widened, bool(answer.note)) == (True, True, True)
    narrow = index.search(query, widen=False)
    assert (narrow.hits, narrow.total, narrow.widened, narrow.note) == ((), 0, False, "")


def test_nothing_is_widened_while_something_matches(holding: Holding) -> None:
    answer = holding("quake honshu", "quake").search("quake honshu")
    assert (found(answer), answer.note) == ({1}, "")


def test_a_question_is_not_lost_for_its_small_words(holding: Holding) -> None:
    index = holding(
        "Ministers met in Geneva; tariffs were discussed.",
        "Who knows about whom? Whom in who about.",
        "Geneva weather",
    )
    assert keys(index, "who met whom in Geneva about tariffs") == [1, 3]
    answer = index.search("what about Geneva")
    assert found(answer) == {1, 3}
    assert answer.note.endswith("showing those that lack only small words.")


def test_beside_two_telling_words_small_ones_are_not_required(holding: Holding) -> None:
    index = holding(
        "The president said so.",
        "President, said the paper, that is what counts.",
        "The president of a club",
        "what was said",
    )
    answer = index.search("what president said")
    assert [hit.key for hit in answer.hits] == [2, 1]
    assert answer.note == (
        "Few articles have all of “what president said”; showing those that lack only small words."
    )
    assert found(index.search("what president said", keys={1, 2, 3})) == {1, 2}
    assert found(index.search("what president said", widen=False)) == {2}
    enough = holding(*["what the president said"] * 10, "the president said").search(
        "what president said"
    )
    assert (enough.total, enough.widened) == (10, False)


def test_nothing_is_said_where_no_article_lacks_small_words_alone(holding: Holding) -> None:
    answer = holding("gone with the wind", "gone", "wind").search("gone with the wind")
    assert (found(answer), answer.widened, answer.note) == ({1}, False, "")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("was hat die Regierung in Genf beschlossen", 1),
        ("что решило правительство в Женеве", 2),
        ("qu'est-ce que le gouvernement a décidé pour Genève", 3),
    ],
)
def test_questions_in_other_languages_have_small_words_of_their_own(
    holding: Holding, question: str, key: int
) -> None:
    index = holding(
        "Die Regierung tagte, Genf war dabei, beschlossen wurde viel.",
        "Правительство решило: быть в Женеве.",
        "Le gouvernement a décidé ; Genève attend.",
        "Was die in hat was die in hat.",
        "Что в что в что.",
        "Que le pour a que le pour.",
    )
    assert keys(index, question)[0] == key
    assert not {4, 5, 6} & found(index.search(question))


def test_a_word_that_is_small_elsewhere_is_a_word_in_english(holding: Holding) -> None:
    assert keys(holding("the war", "peace"), "war peace")[:2] == [2, 1]


def test_small_words_alone_are_sought_all_the_same(holding: Holding) -> None:
    assert found(holding("to be or not to be", "quake").search("to be")) == {1}
    assert found(holding("the who", "quake").search('"The Who"')) == {1}


def test_a_phrase_that_is_nowhere_is_read_as_its_words(holding: Holding) -> None:
    answer = holding("the cut of a rate", "a rate").search('"rate cut"')
    assert [hit.key for hit in answer.hits] == [1]
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


def test_a_word_that_stands_elsewhere_is_not_misspelled(index: Index) -> None:
    texts = [("Race to the storm", "quick"), ("Ferry", "the rate fell, quack"), ("Storm", "none")]
    index.apply([entry(n, title, text) for n, (title, text) in enumerate(texts, 1)], [])
    assert index.search("title:rate").total == 0
    assert found(index.search("title:rate title:storm")) == {1, 3}
    assert "race" not in index.search("title:rate title:storm").note
    assert found(index.search("title:rase")) == {1}
    assert index.search("quick", keys=[2]).total == 0  # as among those that a filter leaves
    assert found(index.search("rase", keys=[1])) == {1}


def test_where_nothing_has_both_words_the_one_put_right_is_still_sought(holding: Holding) -> None:
    index = holding("earthquake", "honshu", "tokyo")
    answer = index.search("earthqake honshu")
    assert found(answer) == {1, 2}
    assert answer.note == (
        "Nothing for “earthqake honshu”; showing “earthquake” or other words of it."
    )
    assert found(index.search("earthqake honshu quake")) == {2}  # a sentence is taken as it is


def test_two_misspelled_words_are_both_put_right(holding: Holding) -> None:
    index = holding("earthquake in japan", "earthquake", "japan and jan")
    assert found(index.search("earthquke japn")) == {1}


def test_a_phrase_beside_a_misspelled_word_stays_a_phrase(holding: Holding) -> None:
    index = holding("the president in the White House", "president: a house is white")
    assert found(index.search('presidnet "White House"')) == {1}


def test_a_compound_is_not_loosened_to_its_digits(holding: Holding) -> None:
    assert found(holding("19 cows", "the covid").search("covid-19")) == {2}


@pytest.mark.parametrize("address", ["http://x.y/z", "https://example.org/news/a", "www.x.org/a"])
def test_an_address_is_not_loosened_to_its_letters(holding: Holding, address: str) -> None:
    index = holding("http and https and www", "x", "y", "a z", "example.org news", "xy", "quake")
    assert index.search(address).total == 0
    assert found(index.search(f"{address} quake")) == {7}
    assert found(holding(f"see {address} there").search(address)) == {1}


def test_a_narrowed_search_is_widened_within_its_articles(holding: Holding) -> None:
    index = holding("quake honshu", "quake lima")
    assert found(index.search("quake honshu", keys={2})) == {2}


def test_the_parts_of_a_compound_count_no_more_than_other_words(holding: Holding) -> None:
    index = holding("the layers", "the flow", "the heat", *["other"] * 60)
    first, second = index.search("boundary-layers flows heats wings").hits[:2]
    assert first.score == pytest.approx(second.score)


def test_a_filter_narrows_a_query_and_does_not_change_how_it_is_read(holding: Holding) -> None:
    index = holding(*["quake honshu tsunami"] * 12, "quake")
    answer = index.search("quake honshu tsunami", keys={1, 2, 13})
    assert (found(answer), answer.widened) == ({1, 2}, False)
    assert found(index.search("quake honshu tsunami", keys={13})) == {13}


def test_the_note_is_one_line_and_short(holding: Holding) -> None:
    note = holding("quake").search("quake\n\x1b[31m" + "honshu " * 50).note
    assert "\n" not in note
    assert "\x1b" not in note
    assert len(note) < 160


def test_nothing_found_is_an_empty_answer(holding: Holding) -> None:
    answer = holding("quake").search("zzz")
    assert (answer.hits, answer.total, answer.note) == ((), 0, "")


def test_a_phrase_is_first_taken_apart_and_then_in_part(holding: Holding) -> None:
    index = holding("the cut of a rate", "a rate", "a rumour of a cut rate that was a rate cut")
    answer = index.search('"rate cut" -rumour')
    assert found(answer) == {1}
    assert answer.note == (
        'Nothing has "rate cut" -rumour as it stands; showing those with its words apart.'
    )
    assert found(index.search('"rate harbour"')) == {1, 2, 3}


def test_a_slip_finds_all_that_the_word_finds(holding: Holding) -> None:
    index = holding("an earthquake", "earthquakes", "quick")
    assert found(index.search("eartquake")) == found(index.search("earthquake")) == {1, 2}
    assert index.search("eartquake").respelled


def test_a_small_word_is_never_what_was_meant(holding: Holding) -> None:
    index = holding("it has rained", "it has not")
    assert index.search("Haus").hits == ()


def test_every_way_the_words_were_taken_is_told_with_what_it_found(holding: Holding) -> None:
    index = holding("quake", "honshu")
    told = [(how, count) for how, count, _ in index.search("quake honshu").readings]
    assert told == [("", 0), ("some of the words", 2)]
    assert [how for how, *_ in index.search("quake").readings] == [""]


def test_of_two_words_the_one_that_nothing_has_is_put_right_before_it_is_left_out(
    holding: Holding,
) -> None:
    index = holding("a ukrainian jet", "a jet", "a jet of the ukrainians", "drum")
    answer = index.search("ukrainan jet")
    assert found(answer) == {1, 3}
    assert answer.note == "Nothing for “ukrainan jet”; showing “ukrainian”."
    assert answer.respelled
    assert found(index.search("ukrainan dru", typing=True)) == {1, 3, 4}
    assert found(index.search("zzzzz jet")) == {1, 2, 3}
