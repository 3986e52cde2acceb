"""Tags and notes, asked for at the foot and in an editor."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from reader.library import Library
from reader.tui.control.drafts import MANY, Drafts
from reader.tui.control.selection import Selection
from reader.tui.control.states import States
from reader.tui.render import counted
from reader.tui.widgets.ask import Ask, Question
from reader.tui.widgets.headlines import Headlines

_Saves = Callable[[str, Callable[[], None]], None]
"""Saves a note; where it cannot, it calls what keeps the text."""
LOOKED_AT = 200
"""Selected articles whose tags are looked at, for what can be taken."""


class Tagging:
    """Tags the articles selected, else the one under the cursor; writes notes on them."""

    def __init__(
        self,
        library: Library,
        headlines: Headlines,
        selection: Selection,
        states: States,
        ask: Ask,
        editor: str,
        drafts: Drafts,
        key: Callable[[str], str],
    ) -> None:
        """`editor` is the command for notes, "" for the usual one; `key` tells an action's key."""
        self._key = key
        self._drafts = drafts
        self._editor = editor
        self._library = library
        self._headlines = headlines
        self._selection = selection
        self._states = states
        self._ask = ask

    def do_tag(self) -> None:
        """Ask for tags to give and take."""
        keys = self._selection.keys
        if not keys:
            return
        rows = self._library.headlines(keys[:LOOKED_AT])
        borne = sorted({tag.name for row in rows for tag in row.tags})
        known = [tag.name for tag, _ in self._library.tags()]
        then = partial(self._tag, keys)
        self._ask.open(Question(_label(len(keys), borne), then, partial(offers, known, borne)))

    def _tag(self, keys: Sequence[int], typed: str) -> None:
        add, remove = named(typed)
        if add or remove:
            self._states.tag(keys, add, remove)

    def do_note(self) -> None:
        """Write on the article; of several, what is to stand beneath the note of each."""
        keys = self._selection.keys
        if len(keys) > 1:
            self._write(
                MANY, counted(len(keys), "article"), "", partial(self._states.add_note, list(keys))
            )
        elif found := self._library.headlines(keys):
            key, note = found[0].key, self._library.note_of(found[0].key)
            before = note.text if note else ""
            self._write(key, found[0].title, before, partial(self._states.note, key))

    def _write(self, key: int, what: str, before: str, then: _Saves) -> None:
        from reader.tui.screens.note import NoteScreen  # late: an editor is dear to import

        draft = self._drafts.of(key)
        text = before if draft is None else draft
        typed, undo = partial(self._drafts.typed, key), self._key("undo")
        screen = NoteScreen(what, text, before, self._editor, typed, undo)
        self._headlines.app.push_screen(screen, partial(self._noted, key, then))

    def _noted(self, key: int, then: _Saves, text: str | None) -> None:
        if text is not None:
            then(text, partial(self._drafts.keep, key, text))
            self._drafts.done()  # in the same lane, behind it


def _label(count: int, borne: Sequence[str]) -> str:
    if count == 1 and borne:
        return f"Tags ({', '.join(borne)}; -{borne[-1]} takes it)"
    return f"{f'Tag {count:,} articles' if count > 1 else 'Tags'}, parted by commas"


def named(typed: str) -> tuple[list[str], list[str]]:
    """Tags to give and to take: `sea, news desk, -old`; without commas, spaces part them.

    A `-` before a name takes the tag; a `+` or `#` before it makes no difference.
    """
    words = [w.strip() for w in (typed.split(",") if "," in typed else typed.split())]
    add = [name for w in words if not w.startswith("-") and (name := w.lstrip("+#").strip())]
    remove = [name for w in words if w.startswith("-") and (name := w.lstrip("-#").strip())]
    return add, remove


def offers(known: Sequence[str], borne: Sequence[str], typed: str) -> list[str]:
    """The line with its last name completed, in each way there is."""
    match = re.search(r"[^,]*$" if "," in typed else r"[^,\s]*$", typed)
    word = match[0].lstrip() if match else ""
    head = typed[: len(typed) - len(word)]
    sign = word[:1] if word[:1] in ("-", "+", "#") else ""
    start = word[len(sign) :].casefold()
    names = borne if sign == "-" else known
    return [f"{head}{sign}{name}" for name in names if name.casefold().startswith(start)]
