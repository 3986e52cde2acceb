"""What is exported is read again as what it was: footnotes with their marks, links of captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library, export
from reader.models import Block

FIRST = """# T

A ferry[^a] and `arr[1]`, [a link to [1]](https://a.org/1), and the harbour.[^b]

[1]: no definition

| x | y |
|---|---|
| Again.[^a] | z |

<figure><img src="https://a.org/ferry.png" alt="A ferry"><figcaption>By <a href="https://a.org/ada">Ada</a></figcaption></figure>

***

[^a]: The first, with [its own](https://a.org/note).
[^b]: The second.
[^c]: Nothing refers to it.
"""


def blocks(library: Library, folder: Path, name: str, text: str) -> tuple[tuple[Block, ...], int]:
    """What a document is made to, and its key."""
    (folder / name).write_text(text, "utf-8")
    library.add([str(folder / name)])
    key = max(library.keys())
    article = library.article(key)
    assert article is not None
    return article.blocks, key


@pytest.mark.parametrize("kind", ["md", "html"])
def test_an_article_is_read_again_as_it_was(library: Library, tmp_path: Path, kind: str) -> None:
    before, key = blocks(library, tmp_path, "first.md", FIRST)
    assert [(b.marker, b.text) for b in before if b.kind == "footnote"] == [
        ("1", "The first, with its own."),
        ("2", "The second."),
        ("3", "Nothing refers to it."),
    ]
    assert [b.kind for b in before].count("rule") == 1
    article = library.article(key)
    assert article is not None
    written = export.render(article, kind).replace("# T", "# U").replace(">T<", ">U<")
    after, _ = blocks(library, tmp_path, f"second.{kind}", written.replace('"T"', '"U"'))
    kinds = ("paragraph", "table", "image", "rule", "footnote")
    assert [b for b in after if b.kind in kinds] == [b for b in before if b.kind in kinds]


@pytest.mark.parametrize("kind", ["md", "html"])
def test_brackets_in_which_a_style_begins_stay_brackets(
    library: Library, tmp_path: Path, kind: str
) -> None:
    text = "# T\n\nAs was said.[**1**] And so[^1] it was, in **[2[^2]**] and [*3*].\n\n[^1]: One.\n[^2]: Two.\n[^3]: Three.\n"
    before, key = blocks(library, tmp_path, "first.md", text)
    article = library.article(key)
    assert article is not None
    written = export.render(article, kind)
    assert not set(written) & {"\x02", "\x03"}
    written = written.replace("# T", "# U").replace(">T<", ">U<").replace('"T"', '"U"')
    after, _ = blocks(library, tmp_path, f"second.{kind}", written)
    assert [b for b in after if b.kind == "paragraph"] == [
        b for b in before if b.kind == "paragraph"
    ]
