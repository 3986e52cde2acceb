"""Small questions to the library: ids, neighbours, states, news from others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import LibraryError, UsageError
from reader.library import Library, open_library

Write = Callable[..., Path]


@pytest.fixture
def keys(library: Library, write: Write) -> list[int]:
    for number in range(5):
        path = write(
            f"{number}.md",
            f"---\ndate: 2020-01-0{number + 1}\n---\n# Article {number}\n\nSome words.\n",
        )
    library.add([str(path.parent)])
    return list(library.keys())


def test_an_article_is_found_by_its_id_or_the_start_of_it(
    library: Library, keys: list[int]
) -> None:
    name = library.headlines(keys)[0].id
    assert (
        library.find(name) == library.find(name[:6]) == library.find(f" {name.upper()} ") == keys[0]
    )


@pytest.mark.parametrize("name", ["", "zzzzzzzzzzzzz", "%", "'; DROP TABLE articles"])
def test_an_unknown_id_is_a_sentence(library: Library, keys: list[int], name: str) -> None:
    with pytest.raises(UsageError, match="No article has the id"):
        library.find(name)


def test_an_id_may_not_be_guessed_from_too_little(library: Library, keys: list[int]) -> None:
    name = library.headlines(keys)[0].id
    with pytest.raises(UsageError):
        library.find(name[:1])


def test_the_nearest_unread_is_found_in_both_directions_and_around_the_end(
    library: Library, keys: list[int]
) -> None:
    library.mark([keys[0], keys[2], keys[3]], "read", True)
    assert library.next_unread("all", keys[1], 1) == keys[4]
    assert library.next_unread("all", keys[3], -1) == keys[1]
    assert library.next_unread("all", keys[4], 1) == keys[1]
    assert library.next_unread("all", keys[0], -1) == keys[4]
    library.mark([keys[4], keys[0]], "starred", True)
    assert library.next_unread("starred", keys[0], 1) == keys[4]
    assert library.first_unread([keys[0], keys[4], keys[1]]) == 1
    library.mark(keys, "read", True)
    assert library.next_unread("all", keys[0], 1) is None
    assert library.first_unread(keys) is None
    assert library.first_unread([]) is None


def test_what_another_process_did_is_noticed(library: Library, keys: list[int]) -> None:
    version, moment = library.version(), library.moment()
    assert library.version() == version
    other = open_library(library.paths.folder)
    other.mark([keys[1]], "starred", True)
    assert library.version() != version
    assert library.states_since(moment) == [keys[1]]
    assert library.moment().content == moment.content
    other.close()


def test_the_library_s_figures_are_counted(library: Library, keys: list[int]) -> None:
    library.mark(keys[:2], "read", True)
    figures = library.figures()
    assert (figures["articles"], figures["unread"], figures["starred"]) == (5, 3, 0)
    assert (figures["earliest"], figures["latest"]) == ("2020-01-01", "2020-01-05")


def test_the_welcome_is_given_once(library: Library) -> None:
    assert not library.welcomed
    assert library.welcome().added == 6
    assert library.welcomed
    assert library.welcome().added == 0


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be made"):
        open_library(tmp_path / "file" / "library")
