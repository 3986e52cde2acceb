"""Each measurement replaces its own figures and nothing else."""

from __future__ import annotations

import pytest

from tests.bench.table import Figure, render
from tests.figures import page_of, replaced

TEXT = "Head\n<!-- a -->\nold\n<!-- end of a -->\nbetween\n<!-- b -->\n<!-- end of b -->\nfoot\n"


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    page = replaced(replaced(TEXT, "a", r"new \1"), "b", "other\n")
    assert page == (
        "Head\n<!-- a -->\n```text\nnew \\1\n```\n<!-- end of a -->\nbetween\n"
        "<!-- b -->\n```text\nother\n```\n<!-- end of b -->\nfoot\n"
    )
    assert replaced(page, "b", "other") == page


def test_a_page_without_the_section_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no section c"):
        replaced(TEXT, "c", "text")


@pytest.mark.parametrize("section", ["beside", "bench", "quality", "speed", "typing"])
def test_each_section_is_on_one_page(section: str) -> None:
    page = page_of(section).read_text("utf-8")
    assert "some figures" in replaced(page, section, "some figures")


def test_how_figures_were_taken_stands_once_below_those_taken_alike() -> None:
    first = Figure("letter", "ms", 3.0, 2.0, "a bare input", "ten keys")
    lost = Figure("queries lost", "", 0.0, 0.0, "a bare input", "ten keys")
    other = Figure("memory", "MB", 3.0, 1.0, "an empty app", "resident", bar=2.0)
    lines = [" ".join(row.split()) for row in render([first, lost, other]).splitlines()]
    assert lines == [
        "letter 3.0 ms 2.0 ms 1.50",
        "queries lost 0.0 0.0 –",  # nothing is no multiple of nothing
        "against a bare input; ten keys",
        "memory 3.0 MB 1.0 MB 3.00",
        "bar: at most 2.00, MISSED",
        "against an empty app; resident",
    ]
