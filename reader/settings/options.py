"""Every setting, declared once: what it may be, what it is without a word, what it does.

A section is a frozen record, so that whoever uses a setting reads `settings.look.measure`,
typed. The file, the environment, `broadsheet settings` and the documentation all go by this
table. Plain records and not pydantic's: importing that takes a quarter of the time that
Textual takes, and settings are read before the first frame (docs/technotes/settings.md).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from typing import Any, Literal, Protocol

from reader.light import dataclass
from reader.settings.shells import runs_blanks, runs_input
from reader.settings.toml import Fault

Value = bool | int | str


class Refused(ValueError):
    """A value that a setting cannot have; the text says what is allowed."""


class Kind(Protocol):
    """What a setting may be."""

    def check(self, value: object) -> Value:
        """The value, as it is used.

        Raises:
            Refused: it is not allowed.
        """
        ...

    def parse(self, text: str) -> object:
        """What a text of the environment or the command line means, still to be checked."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, value: object) -> Value:
        if value in self.words and isinstance(value, str):
            return value
        raise Refused(f"{_one_of(self.words)} is allowed")

    def parse(self, text: str) -> object:
        return text.strip().lower()


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits, both included."""

    least: int
    most: int

    def check(self, value: object) -> Value:
        if type(value) is int and self.least <= value <= self.most:
            return value
        raise Refused(f"a whole number from {self.least} to {self.most:,} is allowed")

    def parse(self, text: str) -> object:
        return int(text) if re.fullmatch(r"\s*[+-]?\d{1,9}\s*", text, re.ASCII) else text


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def check(self, value: object) -> Value:
        if isinstance(value, bool):
            return value
        raise Refused("true or false is allowed, without quotation marks")

    def parse(self, text: str) -> object:
        words = {"1": True, "true": True, "yes": True, "on": True}
        words |= {"0": False, "false": False, "no": False, "off": False}
        return words.get(text.strip().lower(), text)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that only the screen can know."""

    def check(self, value: object) -> Value:
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise Refused("a name in quotation marks is allowed")

    def parse(self, text: str) -> object:
        return text


@dataclass(frozen=True, slots=True)
class Program:
    """A command line, which no shell reads; `{url}` and the like stand for what it is given.

    With `!` before it, it draws in the terminal, and the screen makes way for it.
    """

    blanks: tuple[str, ...] = ()
    """What may stand in braces."""
    appended: str = ""
    """The one of them that is put at the end where it does not stand."""
    fed: bool = False
    """Does what a stranger wrote come on its standard input?"""

    def check(self, value: object) -> Value:
        if not isinstance(value, str):
            raise Refused("a command line in quotation marks is allowed")
        try:
            words = shlex.split(value)
        except ValueError:
            raise Refused("a quotation mark inside the command line is not closed") from None
        if "\0" in value:
            raise Refused("no NUL can stand in a command line")
        for blank in re.findall(r"\{(\w*)\}", " ".join(words)):
            if blank not in self.blanks:
                allowed = _one_of([f"{{{b}}}" for b in self.blanks]) if self.blanks else "nothing"
                raise Refused(f"in braces only {allowed} is allowed")
        if self.appended and f"{{{self.appended}}}" not in value and value.strip():
            words.append(f"{{{self.appended}}}")
        if runs_blanks(words):
            raise Refused(
                "what a stranger wrote would be run as a command; let it follow the command, as in"
                """ sh -c 'say "$1"' sh {title}"""
            )
        if self.fed and runs_input(words):
            raise Refused(
                "what a stranger wrote would be run as commands, since it comes on the standard"
                " input; name a program that reads it"
            )
        return value.strip()

    def parse(self, text: str) -> object:
        return text


def _one_of(words: tuple[str, ...] | list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _setting(default: Value, kind: Kind, help: str) -> Any:
    return field(default=default, metadata={"kind": kind, "help": help})


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen looks."""

    theme: str = _setting(
        "ink", Name(), "The theme: ink by night, paper by day, or another that the palette has."
    )
    colours: str = _setting(
        "auto",
        Choice(("auto", "millions", "256", "16", "none")),
        "How many colours are sent; auto asks the terminal, none is what NO_COLOR does.",
    )
    density: str = _setting("two", Choice(("two", "one")), "Lines in a row of the list.")
    measure: int = _setting(
        76, Whole(60, 90), "The longest line of an article, in characters: 60 to 90."
    )
    link_numbers: bool = _setting(
        True,
        Switch(),
        "Whether links have their numbers behind them; without, only while one is followed.",
    )
    dates: Literal["age", "date", "iso"] = _setting(
        "age",
        Choice(("age", "date", "iso")),
        "What tells when in the list: 3h, 14:05 or 4 Jan, 2026-01-04.",
    )
    window_title: bool = _setting(
        True, Switch(), "Whether the terminal's window is named after what is open."
    )
    tick: int = _setting(30, Whole(0, 3600), "Seconds between looks whether an age in the list has changed: 0 (never) to 3600.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """How the list moves."""

    scroll: str = _setting(
        "row",
        Choice(("row", "page")),
        "What a cursor that meets the window's edge moves the list by: a row, or a whole page (as mutt does), which is less to send on a slow line.",
    )


@dataclass(frozen=True, slots=True)
class Access:
    """For eyes and ears that want it quieter."""

    reduced_motion: bool = _setting(
        False, Switch(), "Nothing moves or blinks by itself: no animation, no blinking cursor."
    )
    screen_reader: bool = _setting(
        False,
        Switch(),
        "For screen readers and braille: the terminal's cursor is shown on the selected row, one "
        "pane at a time, and nothing is drawn but what a key or news asks for.",
    )


@dataclass(frozen=True, slots=True)
class Commands:
    """Programs of the person's own. "" is what the platform has."""

    open: str = _setting(
        "",
        Program(("url",), appended="url"),
        "Opens an address, put at the end where no {url} stands; `!w3m` takes the terminal. Without: the desktop's browser.",
    )
    copy: str = _setting(
        "",
        Program(fed=True),
        "Is given what is copied on its standard input. Without: the terminal copies (OSC 52).",
    )
    editor: str = _setting("", Program(), "Edits a note; the file is put at the end. Without: VISUAL, EDITOR, else vi.")  # fmt: skip


SHARE = Program(("url", "title", "source", "author", "id"), fed=True)
"""What may be said of the article in a command to share with."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds that are followed."""

    refresh: bool = _setting(
        True, Switch(), "Whether feeds are fetched in their time while the reader is open."
    )


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long articles of feeds are kept; nothing that is starred, tagged or noted ever goes."""

    days: int = _setting(
        0,
        Whole(0, 36_500),
        "Days after which `broadsheet tidy` lets a read article of a feed go, counted from when it came in or was last touched; 0 for never.",
    )
    count: int = _setting(
        0, Whole(0, 1_000_000), "How many of a feed's newest articles tidying leaves; 0 for all."
    )
    total: int = _setting(
        0,
        Whole(0, 100_000_000),
        "How many articles of feeds tidying leaves in all; over that, those go that were touched longest ago, but for feeds with a limit of their own; 0 for all.",
    )
    unread: bool = _setting(
        True, Switch(), "Whether articles that were never read stay however old they are."
    )
    automatic: bool = _setting(
        False, Switch(), "Whether tidying is done by itself, once a day, after feeds were fetched."
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person may set, where each value came from, and what could not be meant."""

    look: Look = Look()
    list: List = List()
    access: Access = Access()
    commands: Commands = Commands()
    feeds: Feeds = Feeds()
    keep: Keeping = Keeping()
    share: Mapping[str, str] = field(default_factory=dict)
    """Commands to share with by name, in the order of the file."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """For each setting that is not as it is without a word, by name: who said so."""
    faults: tuple[Fault, ...] = ()

    def get(self, name: str) -> Value:
        """A setting by its name, `look.theme`."""
        section, key = name.split(".", 1)
        if section == "share":
            return self.share[key]
        value: Value = getattr(getattr(self, section), key)
        return value

    @property
    def still(self) -> bool:
        """Does nothing move by itself?"""
        return self.access.reduced_motion or self.access.screen_reader

    @property
    def written(self) -> dict[str, Value]:
        """What was said, by the settings' names."""
        return {name: self.get(name) for name in self.origins}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    """`look.theme`: section and key."""
    kind: Kind
    default: Value
    help: str

    @property
    def variable(self) -> str:
        """The variable of the environment that outranks the file."""
        return f"BROADSHEET_{self.name.replace('.', '_').upper()}"


SECTIONS: Mapping[str, type[Any]] = {
    "look": Look,
    "list": List,
    "access": Access,
    "commands": Commands,
    "feeds": Feeds,
    "keep": Keeping,
}


def _declared() -> Iterator[Setting]:
    for section, record in SECTIONS.items():
        for key in fields(record):
            about = key.metadata
            default: Any = key.default
            yield Setting(f"{section}.{key.name}", about["kind"], default, about["help"])


def share_setting(name: str) -> Setting:
    """The setting of a command to share with; its name is the person's own."""
    told = "Shares an article: {url}, {title}, {source}, {author}, {id} are filled in; with ! before it in the terminal."
    return Setting(name, SHARE, "", told)


SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _declared()}
"""By name, in the order in which they are told."""
