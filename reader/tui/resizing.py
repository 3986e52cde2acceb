"""A window of another size is answered by one frame.

Textual waits 1/120 s before it acts on a new size. Then it draws the whole screen before
any widget has heard of it, once more because the screen's own size has changed, and a third
time what the widgets have drawn when they heard. Here the layout comes first, then the
widgets have their turn, and what they then look like is drawn once. Sizes that follow each
other faster than that, as while a window's edge is dragged, replace each other in the queue.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

if TYPE_CHECKING:
    Base = Screen[Any]
    AppBase = App[Any]
else:
    Base = AppBase = object  # of two classes of screens Textual would take the first one's styles

TURNS = 3
"""How often the widgets' tasks run before the frame: they hear of it, lay out, say so."""


class ResizedOnce(Base):
    """To be put before a screen's class: it draws a new size once."""

    _holding = False
    """Is the frame of a new size still to be drawn?"""
    _held = Size(0, 0)
    """The size that it is of."""

    _styled = False
    """Have its widgets the styles that they were given when they were mounted?"""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Shown for the first time it is as it was mounted: styles are not worked out again."""
        if not self._styled:
            self._styled, event.refresh_styles = True, False

    def _screen_resized(self, size: Size) -> None:
        if self._holding and size == self._held:
            return  # told by the app, and once more by the event
        self._holding, self._held = self.is_current, size
        super()._screen_resized(size)
        if self._holding:
            self.call_later(self._let_widgets_hear)

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        # The screen has just been laid out for it, and need not be again.
        return super()._size_updated(size, virtual_size, container_size, layout=False)

    async def _let_widgets_hear(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
        self.call_later(self._draw_once)  # behind what they have said to this screen

    def _draw_once(self) -> None:
        self._holding = False
        if self._repaint_required:  # with this frame, not once more with the next
            self._repaint_required = False
            self._dirty_widgets.add(self)
            self._compositor.update_widgets({self})
        if self._layout_required:
            self._layout_required = False
            self._refresh_layout()
        else:
            self._compositor.update_widgets(self._dirty_widgets)
            self._compositor_refresh()

    def _on_timer_update(self) -> None:
        if not self._holding:
            super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        if not self._holding:
            super()._compositor_refresh()


class ResizedAtOnce(AppBase):
    """To be put before an app's class: a new size is acted on when it is heard of."""

    def on_resize(self, event: events.Resize) -> None:
        """Hand the size to the screens; the first one, and one that is none, are Textual's."""
        if self._size is None or self._size == event.size:
            return
        event.stop()
        event.prevent_default()
        self._size = event.size
        # This one is marked as dealt with.
        self._resize_event = events.Resize(
            event.size, event.virtual_size, event.container_size, event.pixel_size
        )
        self._check_resize()
