"""Selecting a part of the text by keys: a caret that is moved, what it draws, copying it."""

from __future__ import annotations

from collections.abc import Callable

from reader.tui.control.reading import Reading
from reader.tui.widgets.page import Page


class Passages:
    """Moves the caret in the article, and copies what it has selected."""

    def __init__(
        self,
        page: Page,
        reading: Reading,
        say: Callable[[str], None],
        spoken: Callable[[str], str],
    ) -> None:
        """`spoken` gives the key of an action."""
        self._page = page
        self._reading = reading
        self._say = say
        self._spoken = spoken

    def do_caret(self) -> None:
        """Put the caret into the text on the screen."""
        if self._page.show_caret():
            begin, leave = self._spoken("caret_mark"), self._spoken("caret_leave")
            self._say(f"Move the caret; {begin} begins to select, {leave} ends.")
        else:
            self._say("There is no text on the screen.")

    def do_caret_mark(self) -> None:
        """Begin to select, or let go."""
        if self._page.mark_caret():
            self._say(f"{self._spoken('caret_copy')} copies what you select.")

    def do_caret_copy(self) -> None:
        """Copy, and put the caret away."""
        text = self._page.selected_text or self._page.paragraph_text
        self._page.hide_caret()
        if text:
            self._reading.copy_text(text)

    def do_caret_open(self) -> None:
        """Open what the caret stands on."""
        if target := self._page.target_here:
            self._reading.browse(target)
        else:
            self._say("No link or picture is under the caret.")

    def do_caret_leave(self) -> None:
        """Let go of what is selected, then of the caret."""
        if not self._page.mark_caret(begin=False):
            self._page.hide_caret()

    def do_caret_left(self) -> None:
        """One character back."""
        self._page.caret_beside(-1)

    def do_caret_right(self) -> None:
        """One character on."""
        self._page.caret_beside(1)

    def do_caret_down(self) -> None:
        """One line down."""
        self._page.caret_line(1)

    def do_caret_up(self) -> None:
        """One line up."""
        self._page.caret_line(-1)

    def do_caret_word(self) -> None:
        """To the next word."""
        self._page.caret_word(1)

    def do_caret_word_end(self) -> None:
        """To the end of a word."""
        self._page.caret_word(1, end=True)

    def do_caret_word_back(self) -> None:
        """To the word before."""
        self._page.caret_word(-1)

    def do_caret_line_start(self) -> None:
        """To the start of the line."""
        self._page.caret_line_end(-1)

    def do_caret_line_end(self) -> None:
        """To the end of the line."""
        self._page.caret_line_end(1)

    def do_caret_paragraph(self) -> None:
        """To the next paragraph."""
        self._page.caret_paragraph(1)

    def do_caret_paragraph_back(self) -> None:
        """To the start of the paragraph, then to the one before."""
        self._page.caret_paragraph(-1)

    def do_caret_screen_down(self) -> None:
        """A screenful down."""
        self._page.caret_screen(1)

    def do_caret_screen_up(self) -> None:
        """A screenful up."""
        self._page.caret_screen(-1)

    def do_caret_top(self) -> None:
        """To the title."""
        self._page.caret_to_end(-1)

    def do_caret_end(self) -> None:
        """To the end of the article."""
        self._page.caret_to_end(1)
