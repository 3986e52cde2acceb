"""What modules are made of, made in a part of the time: dataclasses, and patterns for texts.

`dataclass`: the standard library writes and compiles seven methods for each frozen class with slots: 1.4 ms
on the machine where this was measured, and there are some eighty such classes between the
command and the first frame. Here `__init__` alone is compiled; what compares, hashes and shows
an instance is the same code for all. That nothing frozen is changed is held by the type
checker, which sees the standard decorator; at run time nothing stands in the way.
All else is as in `dataclasses`, whose `field`, `fields`, `replace`, `asdict` work on them.

`pattern`: as `re.compile`, but compiled when it is first used; most are not before the first frame.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from re import compile as _compile

    pattern = _compile
else:

    def pattern(source, flags=0):
        """As `re.compile`."""
        return _Pattern(source, flags)

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """As the standard one, for those of its arguments that are in use."""

        def made(cls):
            own = frozenset(vars(cls))
            cls = dataclasses.dataclass(cls, repr=False, eq=False, slots=slots)
            for name, method in _methods(cls, frozen).items():
                if name not in own:
                    setattr(cls, name, method)
            return cls

        return made if cls is None else made(cls)


class _Pattern:
    """A regular expression with all that a compiled one has, which it becomes when it is used."""

    def __init__(self, *source: Any) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = re.compile(*self._source)
        # Found at once from now on, without coming here.
        self.__dict__.update((each, getattr(made, each)) for each in _OF_PATTERNS)
        return getattr(made, name)


_OF_PATTERNS = [name for name in dir(re.Pattern) if not name.startswith("_")]


def _methods(cls: type[Any], frozen: bool) -> dict[str, Any]:
    """What is not compiled for each class."""
    known = dataclasses.fields(cls)
    values = _values([field.name for field in known if field.compare])

    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown(self: Any) -> str:
        parts = (f"{field.name}={getattr(self, field.name)!r}" for field in known if field.repr)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"

    return {"__eq__": equal, "__hash__": hashed if frozen else None, "__repr__": shown}


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of these fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)
