"""Feeds to begin with: some that everybody knows, of which one chooses."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from reader.models import Subscription
from reader.safe import line


class StartersScreen(ModalScreen[Sequence[str] | None]):
    """Gives back the addresses that were chosen; None or nothing for none."""

    DEFAULT_CSS = """
    StartersScreen { align: center middle; background: $background 60%; }
    StartersScreen > #starters {
        width: 60; max-width: 96%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $text-primary; border-subtitle-color: $text-muted;
    }
    StartersScreen SelectionList, StartersScreen SelectionList:focus {
        border: none; height: auto; max-height: 100%; padding: 0; background: $surface;
    }
    """

    def __init__(self, feeds: Sequence[Subscription]) -> None:
        super().__init__()
        self._list: SelectionList[str] = SelectionList(
            *(Selection(Content(_shown(feed)), feed.address) for feed in feeds)
        )

    def compose(self) -> ComposeResult:
        """A card with the list in it."""
        with Vertical(id="starters") as card:
            card.border_title = "Feeds to start with"
            card.border_subtitle = "Space chooses · Enter follows · Esc leaves it"
            yield self._list

    def on_mount(self) -> None:
        """The keys go to the list."""
        self._list.focus()

    def on_key(self, event: events.Key) -> None:
        """j and k move as everywhere; Enter is done, Esc and q follow nothing."""
        match event.key:
            case "j":
                self._list.action_cursor_down()
            case "k":
                self._list.action_cursor_up()
            case "escape" | "q":
                self.dismiss(None)
            case _:
                return
        event.stop()
        event.prevent_default()

    async def on_event(self, event: events.Event) -> None:
        """Enter would choose a row; here it is done with choosing."""
        if isinstance(event, events.Key) and event.key == "enter":
            event.stop()
            self.dismiss(list(self._list.selected))
            return
        await super().on_event(event)


def _shown(feed: Subscription) -> str:
    folder = feed.folders[0][0] if feed.folders else ""
    return line(f"{feed.title}  · {folder}" if folder else feed.title)
