"""Ids that never change, and the furniture that recurs across a source."""

from __future__ import annotations

import unicodedata

from reader.models import Block, Document, Parsed, Span
from reader.parsing import article_id, edges, mark_repeated
from tests.parsing.helpers import BODY

ALPHABET = set("0123456789abcdefghjkmnpqrstvwxyz")


def of(
    raw: bytes = b"raw", name: str = "a.txt", origin: str = "/x/a.txt", url: str = "", salt: int = 0
) -> str:
    return article_id(Document(origin, name, raw), Parsed("T", (), url=url), salt)


def test_ids_are_what_they_have_always_been() -> None:
    assert of() == "y8qavd9vx9sbk"
    assert of(url="https://harbour.example/2019/ships") == "p9vq2aj1pqjsb"


def test_an_id_is_13_characters_of_crockford_base32() -> None:
    for salt in range(50):
        made = of(salt=salt)
        assert len(made) == 13 and set(made) <= ALPHABET


def test_an_address_alone_makes_the_id() -> None:
    url = "https://Harbour.example/Ships?x=1#2"
    assert of(b"one", url=url) == of(b"two", "b.html", "/y", url=url.replace("Harbour", "harbour"))
    assert of(url=url) != of(url=url.replace("#2", "#3"))


def test_the_address_of_a_whole_site_makes_no_id() -> None:
    assert of(b"one", url="https://a.org/") != of(b"two", url="https://a.org/")


def test_without_an_address_name_and_bytes_make_it_and_the_folder_does_not() -> None:
    assert of(origin="/x/a.txt") == of(origin="/elsewhere/a.txt")
    assert len({of(), of(b"other"), of(name="b.txt"), of(salt=1), of(salt=2)}) == 5


def test_a_name_in_either_form_of_accents_is_the_same_name() -> None:
    assert of(name=unicodedata.normalize("NFD", "café.txt")) == of(name="café.txt")


def story(*texts: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", text) for text in texts)


def test_edges_do_not_mind_case_and_space() -> None:
    assert edges(story("Write  to us")) == edges(story("WRITE to us"))
    assert edges(story("Page 1")) != edges(story("Pages 1"))


def test_a_line_with_another_number_link_or_picture_is_another_line() -> None:
    linked = [
        Block("paragraph", "The paper", (Span(4, 9, "link", f"https://a.example/{n}"),))
        for n in (1, 2)
    ]
    pictures = [Block("image", "A map", target=f"https://a.example/{n}.png") for n in (1, 2)]
    for one, other in (story("Day 12: rain", "Day 13: rain"), linked, pictures):
        assert edges((one,)) == edges((one,)) != edges((other,))
        assert mark_repeated((*story(*BODY), other), frozenset(edges((one,))))[-1] == other


def test_edges_are_of_short_blocks_near_head_and_tail_only() -> None:
    texts = [f"line {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    assert edges(story(*texts)) == edges(story(*texts[:4], *texts[-12:]))
    assert edges(story("x" * 241)) == ()
    assert edges((Block("paragraph", "gone", removed="page furniture"),)) == ()


def test_repeated_blocks_go_from_the_edges_inward() -> None:
    blocks = story("Harbour News", *BODY, "Write to us", "Box 12")
    marked = mark_repeated(blocks, frozenset(edges(story("HARBOUR NEWS", "write to us", "Box 12"))))
    assert [b.text for b in marked if not b.removed] == list(BODY)
    assert {b.removed for b in marked if b.removed} == {"repeats across this source"}


def test_a_repeated_line_inside_the_story_stays() -> None:
    blocks = story(BODY[0], "Write to us", BODY[1], "Box 12")
    marked = mark_repeated(blocks, frozenset(edges(story("Write to us", "Box 12"))))
    assert [b.text for b in marked if not b.removed] == [BODY[0], "Write to us", BODY[1]]


def test_removed_blocks_do_not_break_the_run() -> None:
    gone = Block("paragraph", "Share", removed="page furniture")
    blocks = (*story(*BODY, "Write to us"), gone, *story("Box 12"))
    marked = mark_repeated(blocks, frozenset(edges(story("Write to us", "Box 12"))))
    assert [b.text for b in marked if not b.removed] == list(BODY)
    assert marked[4] == gone


def test_an_article_of_repeated_lines_alone_is_left_whole() -> None:
    blocks = story("Write to us", "Box 12")
    assert mark_repeated(blocks, frozenset(edges(blocks))) == blocks
