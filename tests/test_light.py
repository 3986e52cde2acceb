"""Light dataclasses do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from dataclasses import asdict, field, fields, replace

import pytest

from reader.light import dataclass, pattern


@dataclass(frozen=True, slots=True)
class Story:
    """A title, and what is not compared."""

    title: str
    tags: tuple[str, ...] = ()
    seen: list[int] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Alone:
    """One field."""

    value: float


@dataclass(frozen=True, slots=True)
class Longer(Story):
    """What a story has, and more."""

    pages: int = 1

    def __repr__(self) -> str:
        return "its own"


@dataclass(slots=True)
class Count:
    """Not frozen."""

    number: int = 0


@dataclass(frozen=True)
class Empty:
    """No field."""


STANDARD = dataclasses.make_dataclass(
    "Story", [("title", str), ("tags", tuple, ())], frozen=True, slots=True
)


def test_they_are_equal_shown_and_hashed_by_their_fields() -> None:
    one, same, other = Story("A", ("x",)), Story("A", ("x",), [1]), Story("B")
    assert one == same and hash(one) == hash(same) and one != other
    assert {one: 1}[same] == 1
    assert repr(one) == repr(STANDARD("A", ("x",))) == "Story(title='A', tags=('x',))"
    assert one != STANDARD("A", ("x",)) and one != Longer("A", ("x",)) and one != "A"
    assert repr(Longer("A")) == "its own" and Longer("A", pages=2) != Longer("A")
    nan = float("nan")
    assert Alone(nan) == Alone(nan) and Alone(1) != Alone(2)  # the same one, as in the standard
    assert Empty() == Empty() and hash(Empty()) == hash(Empty())


def test_what_is_not_frozen_changes_and_has_no_hash() -> None:
    count = Count()
    count.number += 1
    assert count == Count(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count)
    with pytest.raises(AttributeError):
        count.other = 1  # type: ignore[attr-defined]


def test_the_tools_of_dataclasses_and_copies_work_on_them() -> None:
    story = Longer("A", ("x",), pages=3)
    assert [f.name for f in fields(story)] == ["title", "tags", "seen", "pages"]
    assert replace(story, title="B").title == "B" and asdict(story)["pages"] == 3
    assert pickle.loads(pickle.dumps(story)) == story == copy.deepcopy(story)
    match story:
        case Longer(title, tags):
            assert (title, tags) == ("A", ("x",))
    with pytest.raises(TypeError):
        Story()  # type: ignore[call-arg]


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    word = pattern("[a-z]+", re.IGNORECASE)
    assert word.findall("Sea and ice") == ["Sea", "and", "ice"]
    assert [found.group() for found in word.finditer("a b")] == ["a", "b"]
    assert word.sub("-", "Sea 1") == "- 1"
    assert (word.pattern, bool(word.flags & re.IGNORECASE)) == ("[a-z]+", True)
    assert word.fullmatch("Sea 1") is None
    assert copy.copy(word).split("1a2") == ["1", "2"]


def test_what_is_no_pattern_is_told_where_it_is_used() -> None:
    with pytest.raises(re.error):
        pattern("(").search("")
