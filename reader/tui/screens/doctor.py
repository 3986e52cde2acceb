"""What is amiss with the feeds, over the reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.safe import line

if TYPE_CHECKING:
    from reader.library.feeds.doctor import Checkup

MOST = 200
"""Feeds that are shown; `broadsheet feeds doctor` tells all."""


class DoctorScreen(ModalScreen[None]):
    """Lists the feeds with something amiss; it scrolls, and Esc closes it."""

    DEFAULT_CSS = """
    DoctorScreen { align: center middle; background: $background 60%; }
    DoctorScreen > #doctor {
        width: 84; max-width: 96%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $text-primary; border-subtitle-color: $text-muted;
    }
    DoctorScreen Static { height: auto; }
    """

    def __init__(self, checkups: Sequence[Checkup]) -> None:
        super().__init__()
        self._checkups = checkups

    def compose(self) -> ComposeResult:
        """A card with the text in it."""
        with VerticalScroll(id="doctor") as card:
            card.can_focus = False
            card.border_title = "Feed doctor"
            card.border_subtitle = "Esc closes"
            yield Static(report(self._checkups))

    def on_click(self, event: events.Click) -> None:
        """A click beside the card closes it, as Esc does."""
        if event.widget is self:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """Scroll, or close."""
        card = self.query_one("#doctor", VerticalScroll)
        step = max(1, card.size.height - 1)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "space": step, "pagedown": step}
        steps |= {"b": -step, "pageup": -step}
        if event.key in steps:
            card.scroll_relative(y=steps[event.key], animate=False)
        elif event.key in ("escape", "q", "h", "enter"):
            self.dismiss()
        else:
            return
        event.stop()


def report(checkups: Sequence[Checkup]) -> Content:
    """A paragraph for each feed with something amiss."""
    sick = [each for each in checkups if each.findings]
    well = len(checkups) - len(sick)
    if not checkups:
        return Content("No feed is followed yet.")
    parts: list[str | tuple[str, str]] = []
    for each in sick[:MOST]:
        parts.append((f"{line(each.feed.name)}\n", "bold"))
        parts += [f"{line(finding.sentence)}\n" for finding in each.findings]
        parts.append((f"Asked again {line(each.next_try)}.\n\n", "$text-muted"))
    if len(sick) > MOST:
        parts.append(f"And {len(sick) - MOST:,} more; `broadsheet feeds doctor` tells all.\n\n")
    many = "feed is" if well == 1 else "feeds are"
    parts.append((f"{well:,} {many} well.", "$text-muted"))
    return Content.assemble(*parts)
