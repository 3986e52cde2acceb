"""The actions that keep: star, read."""

from __future__ import annotations

from reader.tui.control.states import States
from reader.tui.widgets.headlines import Headlines


class Keeping:
    """Changes the state of the article under the cursor."""

    def __init__(self, headlines: Headlines, states: States) -> None:
        self._headlines = headlines
        self._states = states

    def do_star(self) -> None:
        """Star, or take the star."""
        headline = self._headlines.headline
        if headline:
            self._states.mark(headline, starred=not headline.starred)

    def do_read(self) -> None:
        """Read, or unread again."""
        headline = self._headlines.headline
        if headline:
            self._states.mark(headline, read=not headline.read)
