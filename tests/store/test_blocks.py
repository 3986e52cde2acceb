"""Blocks come back from the store exactly as they went in."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from reader.models import Block, BlockKind, Span, SpanStyle
from reader.store.blocks import dump, load

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SPANS = st.builds(
    Span, st.integers(0, 9), st.integers(0, 9), st.sampled_from(get_args(SpanStyle)), TEXT
)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(get_args(BlockKind)),
    text=TEXT,
    spans=st.lists(SPANS, max_size=3).map(tuple),
    level=st.integers(0, 6),
    quoted=st.integers(0, 3),
    marker=TEXT,
    target=TEXT,
    rows=st.lists(st.lists(TEXT, max_size=3).map(tuple), max_size=3).map(tuple),
    removed=TEXT,
)


@given(st.lists(BLOCKS, max_size=4).map(tuple))
def test_blocks_survive_the_store(blocks: tuple[Block, ...]) -> None:
    assert load(dump(blocks)) == blocks


def test_a_plain_paragraph_is_written_short() -> None:
    assert dump([Block("paragraph", "Über 5 €")]) == '[{"t":"Über 5 €"}]'


def test_fields_of_a_later_version_are_ignored() -> None:
    assert load('[{"t":"a","zz":1}]') == (Block("paragraph", "a"),)
