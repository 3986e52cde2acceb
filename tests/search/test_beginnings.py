"""Words of the library that go on from what was typed."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reader.library import Library
from reader.search import Index
from reader.search.beginnings import words_starting
from reader.search.completion import Vocabulary, complete
from tests.search.helpers import entry


def starting(index: Index, start: str, field: str = "", most: int = 8) -> tuple[str, ...]:
    with index.reading() as ranking:
        assert ranking is not None
        return words_starting(ranking.view, start, field, most)


def test_the_commonest_words_come_first_as_they_stand(index: Index) -> None:
    texts = ["quakes hit", "quakes", "quaking quack", "Quakes and a quack", "quick"]
    index.apply([entry(n, "", text) for n, text in enumerate(texts, 1)], [])
    assert starting(index, "qua") == ("quakes", "quack", "quaking")
    assert starting(index, "QUA", most=1) == ("quakes",)
    assert starting(index, "quakes") == ()
    assert starting(index, "x") == starting(index, "") == ()


def test_a_field_has_its_own_words(index: Index) -> None:
    index.apply([entry(1, "Ferry", "ferment", author="Fermi")], [])
    assert starting(index, "fer", "title") == ("ferry",)
    assert starting(index, "fer", "author") == ("fermi",)
    assert set(starting(index, "fer")) == {"ferry", "ferment", "fermi"}


def test_accents_and_other_scripts_are_folded_like_the_words(index: Index) -> None:
    index.apply([entry(1, "", "Zürich Привет Ελλάδα")], [])
    assert starting(index, "Zü") == starting(index, "zu") == ("zurich",)
    assert starting(index, "Прив") == ("привет",)
    assert starting(index, "ελλ") == ("ελλαδα",)


def test_a_spelling_goes_on_as_words_are_spelled(index: Index) -> None:
    index.apply([entry(1, "", "Apple apples and Äpfel"), entry(2, "Apple", "Apples, APPLE")], [])
    assert starting(index, "=Ap") == ("Apple", "Apples")
    assert starting(index, "=Ä") == ("Äpfel",)
    assert starting(index, "=ap") == ()


@pytest.mark.parametrize("seed", range(3))
def test_words_are_counted_over_all_parts_of_the_index(index: Index, seed: int) -> None:
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    for batch in range(5):
        entries = []
        for number in range(20):
            words = {f"wor{chr(97 + int(rng.expovariate(0.2)) % 20)}" for _ in range(4)}
            counts.update(words)
            entries.append(entry(batch * 100 + number, "", " ".join(words)))
        index.apply(entries, [])
    expected = sorted(counts, key=lambda word: (-counts[word], word))[:8]
    assert list(starting(index, "wor")) == expected


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("quake hon|", ["honshu ", "honda "]),
        ("title:hon|", ["honshu "]),
        ("-hon|", ["honshu ", "honda "]),
        ("=hon|", ["=honshu ", "=honda "]),
        ("hon| x", ["honshu", "honda"]),
        ("(hon|", ["honshu ", "honda "]),
        ("h|", None),
        ("honda|", None),
        ("feed:hon|", None),
        ("ti|", ["title:", "tide "]),
        ("title:=hon|", ["=honshu "]),
        ("=Hon|", ["=Honda "]),
        ("Hon|", None),
        ('"big hon|', ["honshu ", "honda "]),
        ('-"big hon|" x', ["honshu", "honda"]),
        ('title:"big hon| one', ["honshu"]),
        ('"ti|', ["tide "]),
    ],
)
def test_tab_offers_words_after_fields_and_names(text: str, choices: list[str] | None) -> None:
    words = {"": ["honshu", "honda", "tide", "=Honda"], "title": ["honshu"]}

    def ask(start: str, field: str) -> list[str]:
        found = [w for w in words[field] if w.startswith(start) and w != start]
        return [w.removeprefix("=") for w in found]

    plain, cursor = text.replace("|", ""), text.index("|")
    found = complete(plain, cursor, Vocabulary(), ask)
    assert (None if found is None else list(found.choices)) == choices


def test_the_library_completes_its_own_words_where_that_is_asked_for(library: Library) -> None:
    known = library.vocabulary()
    assert library.complete("ferr", 4, known, words=True) is None  # nothing is indexed yet
    library._index.apply([entry(1, "Ferry", "ferries")], [])
    found = library.complete("ferr", 4, known, words=True)
    assert found is not None
    assert set(found.choices) == {"ferry ", "ferries "}
    assert library.complete("ferr", 4, known) is None
