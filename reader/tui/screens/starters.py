"""Feeds to begin with: some that everybody knows, of which one chooses."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

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
    StartersScreen OptionList, StartersScreen OptionList:focus {
        border: none; height: auto; max-height: 100%; padding: 0; background: $surface;
    }
    """

    def __init__(self, feeds: Sequence[Subscription]) -> None:
        super().__init__()
        self._feeds = feeds
        self._chosen: set[int] = set()
        options = (Option(_shown(feed, chosen=False)) for feed in feeds)
        self._list = OptionList(*options, markup=False)

    def compose(self) -> ComposeResult:
        """A card with the list in it."""
        with Vertical(id="starters") as card:
            card.border_title = "Feeds to start with"
            card.border_subtitle = "Space chooses · Enter follows · Esc leaves it"
            yield self._list

    def on_mount(self) -> None:
        """The keys go to the list."""
        self._list.focus()

    def on_click(self, event: events.Click) -> None:
        """A click beside the card closes it, as Esc does."""
        if event.widget is self:
            self.dismiss(None)

    async def on_event(self, event: events.Event) -> None:
        """Space chooses, Enter is done, Esc and q follow nothing; j and k move as everywhere."""
        if not isinstance(event, events.Key):
            await super().on_event(event)
            return
        match event.key:
            case "space" | "x":
                self._toggle()
            case "enter":
                self.dismiss([self._feeds[at].address for at in sorted(self._chosen)])
            case "escape" | "q":
                self.dismiss(None)
            case "j":
                self._list.action_cursor_down()
            case "k":
                self._list.action_cursor_up()
            case _:
                await super().on_event(event)
                return
        event.stop()

    def _toggle(self) -> None:
        at = self._list.highlighted
        if at is not None:
            self._chosen ^= {at}
            shown = _shown(self._feeds[at], chosen=at in self._chosen)
            self._list.replace_option_prompt_at_index(at, shown)


def _shown(feed: Subscription, *, chosen: bool) -> Content:
    folder = feed.folders[0][0] if feed.folders else ""
    name = line(f"{feed.title}  · {folder}" if folder else feed.title)
    return Content(f"{'●' if chosen else '○'} {name}")
