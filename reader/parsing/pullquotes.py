"""A sentence of the story that the page sets a second time, large, is read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.models import Block

PULL_QUOTE = "pull quote"

_WORDS = re.compile(r"\w+")
_SHORTEST = 40
_LONGEST = 400
_MOST_BLOCKS = 600
_MOST_TEXT = 300_000


def mark_pull_quotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks; what only repeats a part of a longer paragraph is marked as a pull quote.

    Pages longer than 600 blocks or 300,000 characters are left as they are.
    """
    kept = [n for n, block in enumerate(blocks) if not block.removed and block.text]
    large = sum(len(blocks[n].text) for n in kept) > _MOST_TEXT
    if large or len(kept) > _MOST_BLOCKS:
        return tuple(blocks)
    bodies = {n: _bare(blocks[n]) for n in kept if blocks[n].kind == "paragraph"}
    found = {n for n in kept if _may_be_one(blocks[n]) and _repeats(n, blocks[n], bodies)}
    return tuple(
        replace(block, removed=PULL_QUOTE) if n in found else block
        for n, block in enumerate(blocks)
    )


def _may_be_one(block: Block) -> bool:
    return block.kind == "paragraph" and _SHORTEST <= len(block.text) <= _LONGEST


def _repeats(number: int, block: Block, bodies: dict[int, str]) -> bool:
    """Whether a longer paragraph holds all these words in a row."""
    own = _bare(block)
    return any(
        len(own) * 5 < len(body) * 4 and own in body for n, body in bodies.items() if n != number
    )


def _bare(block: Block) -> str:
    """The words in lower case, with a space around each."""
    return f" {' '.join(_WORDS.findall(block.text.casefold()))} "
