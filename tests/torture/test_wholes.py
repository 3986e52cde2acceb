"""The whole of what `make test` takes a part of: the real material, and more seeds."""

from __future__ import annotations

from pathlib import Path

from reader.library import Library
from tests.library import test_related as related
from tests.library import test_searching as searching
from tests.library.test_searching import Story, full, stocked_folder, stories
from tests.parsing import test_corpus as pages
from tests.search import test_corpus as languages

__all__ = ["full", "stocked_folder", "stories"]

SEEDS = 20


def test_the_articles_of_all_web_pages_are_found(corpus: Path) -> None:
    pages.test_the_articles_of_web_pages_are_found(corpus, part=1)


def test_most_of_the_first_five_report_the_same_event(corpus: Path) -> None:
    related.test_most_of_the_first_five_report_the_same_event(corpus, part=1)


def test_all_words_of_other_languages_are_found(corpus: Path) -> None:
    languages.test_chinese_words_are_found_inside_a_sentence(corpus, part=1)
    languages.test_russian_words_are_found_in_their_other_forms_and_as_typed_first(corpus, part=1)


def test_any_mixture_finds_exactly_what_it_says(
    full: Library, stories: list[Story], seed: int
) -> None:
    searching.test_any_mixture_of_words_and_filters_finds_exactly_what_it_says(full, stories, seed)
