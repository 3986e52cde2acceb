"""Each measurement replaces its own figures and nothing else."""

from __future__ import annotations

import pytest

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
