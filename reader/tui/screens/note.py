"""A note on an article, written over the reader or in the person's own editor."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.tui.outside import editor, run_outside
from reader.tui.render import fit, title
from reader.tui.widgets.typed import TypedInOrder


class NoteArea(TypedInOrder, TextArea):
    """The text of a note."""

    LEAVES = frozenset({"ctrl+e"})


class NoteScreen(ModalScreen[str | None]):
    """Gives back the text when it is closed: there is no key that throws it away.

    What a person wrote stays, and undo brings back what stood there before.
    """

    DEFAULT_CSS = """
    NoteScreen { align: center middle; background: $background 60%; }
    NoteScreen > #note {
        width: 84; max-width: 96%; height: 16; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $text-primary; border-subtitle-color: $text-muted;
    }
    NoteScreen TextArea, NoteScreen TextArea:focus {
        border: none; height: 1fr; padding: 0; background: $surface;
    }
    NoteScreen #fault { height: auto; color: $text-error; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        before: str,
        editor: str,
        typed: Callable[[str], None],
        undo: str,
    ) -> None:
        """`text` is what there is to write on, `before` what the library has of it.

        `editor` is the command the person set for it; `typed` hears of each change; `undo`
        is the key that gives back what stood there before.
        """
        super().__init__()
        self._before, self._undo = before, undo
        self._typed = typed
        self._about = title
        self._editor = editor
        self._area = NoteArea(text, soft_wrap=True, tab_behavior="focus")
        self._fault = Static(markup=False, id="fault")

    def compose(self) -> ComposeResult:
        """A card with the text in it."""
        with Vertical(id="note"):
            yield self._area
            yield self._fault

    def on_mount(self) -> None:
        """Write on where one left off."""
        self._area.cursor_blink = self.app.animation_level != "none"
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Pass on what is written."""
        event.stop()
        self._say_keys()
        self._typed(self._area.text)

    def on_resize(self) -> None:
        """Name what is written on, and the keys, as far as there is room."""
        about = f"Note on {title(self._about)}"
        self.query_one("#note").border_title = Text(fit(about, self._room))
        self._say_keys()

    @property
    def _room(self) -> int:
        """Cells for words in the card's frame."""
        return min(84, self.size.width * 96 // 100) - 8

    def _say_keys(self) -> None:
        changed = self._area.text.rstrip() != self._before.rstrip()
        out = f"Esc keeps it, {self._undo} takes it back" if changed else "Esc leaves it as it is"
        known = f"{out} · Ctrl+E your editor"
        shown = known if cell_len(known) <= self._room else out
        self.query_one("#note").border_subtitle = Text(fit(shown, self._room))

    def on_click(self, event: events.Click) -> None:
        """A click beside the card closes it, as Esc does."""
        if event.widget is self:
            self.dismiss(self._area.text)

    def on_key(self, event: events.Key) -> None:
        """Esc and Ctrl+S are done; Ctrl+E goes to an editor.

        What was typed before the text had the keys is done in it.
        """
        if event.key in ("escape", "ctrl+s"):
            event.stop()
            self.dismiss(self._area.text)
        elif event.key == "ctrl+e":
            event.stop()
            event.prevent_default()
            self._edit()
        elif not self._area.has_focus and self._area.takes(event):
            event.stop()
            self._area._forward_event(event)

    def action_keep(self) -> None:
        """Close, and give the text back."""
        self.dismiss(self._area.text)

    def _edit(self) -> None:
        try:
            command = editor(self._editor)
        except ValueError:
            self._fault.update("The editor cannot be: a quotation mark is not closed in it.")
            return
        with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
            file = Path(folder, "note.md")
            file.touch(0o600)
            file.write_text(self._area.text.rstrip("\n") + "\n", encoding="utf-8")
            if fault := run_outside(self.app, [*command, str(file)]):
                self._fault.update(f"{fault} The note is as it was.")
                return
            self._area.text = file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
            self._area.move_cursor(self._area.document.end)
