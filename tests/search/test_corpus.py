"""Real sentences in scripts and languages that a plain analyser fails."""

from __future__ import annotations

from pathlib import Path

from tests.quality.languages import measure_ru, measure_zh


def test_chinese_words_are_found_inside_a_sentence(corpus: Path, part: int = 4) -> None:
    found = measure_zh(corpus, part)
    assert found["word recall"] >= 0.98
    assert found["word precision"] >= 0.95


def test_russian_words_are_found_in_their_other_forms_and_as_typed_first(
    corpus: Path, part: int = 3
) -> None:
    found = measure_ru(corpus, part)
    assert found["lemma recall"] >= 0.88
    assert found["precision at R"] >= 0.90
    assert found["=word recall"] >= 0.97
    assert found["=word precision"] >= 0.97
