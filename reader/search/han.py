"""Chinese characters: two ways to write one, and where words end in a text without spaces.

Traditional characters are folded to simplified ones (OpenCC's table, character
by character), so that 国会 finds 國會.

Any two neighbours are indexed, so that nothing written is ever lost to a wrong
guess about words. But 理解 in 管理|解决 is no word, and 植物 in 植物园 is
another: a word with a suffix. So neighbours that *do* stand as a word are marked,
and a typed word of two characters asks for those. By the words of jieba's
dictionary, two neighbours stand as a word

- where no word ends between them, unless they and just one more character make
  a word (植物园, 艺术家: the suffix makes another word; 北朝鲜 and 航空公司, a
  prefix or a compound, leave the word what it was);
- where each of them is a word of its own (the dictionary may not know theirs).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_ANY = re.compile(f"[{_HAN}]")
_PAIR = re.compile(f"[{_HAN}]{{2}}")


def simplified(text: str) -> str:
    """The text with traditional characters replaced, one by one; its length stays."""
    return text.translate(_table()) if _ANY.search(text) else text


def is_pair(text: str) -> bool:
    """Whether these are two Chinese characters."""
    return bool(_PAIR.fullmatch(text))


def word_pairs(run: str) -> frozenset[int]:
    """Where in a run of simplified Chinese two neighbours stand as a word."""
    import rjieba

    return pairs_between([0, *accumulate(map(len, rjieba.cut(run, hmm=False)))])


def pairs_between(ends: Sequence[int]) -> frozenset[int]:
    """The same for a run whose words end there; `ends` begins with 0."""
    starts = frozenset(ends)
    inside = {i for start, end in pairwise(ends) for i in range(start, end - 1)}
    with_suffix = {start for start, end in pairwise(ends) if end - start == 3}
    unknown = {i for i in starts if i + 1 in starts and i + 2 in starts}
    return frozenset((inside - with_suffix) | unknown)


@cache
def _table() -> dict[int, str]:
    """Traditional to simplified characters; of several the commonest, which stands first."""
    import opencc

    path = files(opencc) / "dictionary" / "TSCharacters.txt"
    pairs = (line.split() for line in path.read_text("utf-8").splitlines())
    return {ord(p[0]): p[1] for p in pairs if len(p) > 1 and len(p[0]) == len(p[1]) == 1}
