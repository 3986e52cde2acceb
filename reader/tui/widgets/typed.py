"""What is typed into a line or a text is done in the order of its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # of two widget classes Textual would take the first one's styles alone


class TypedInOrder(Widget):
    """A mixin for widgets that are typed into; to be named before them.

    Textual's widgets put a letter in at once, but the keys that are bound (Backspace, the
    arrows) wait until they have bubbled up to the application: of keys that come together
    all letters are first, and `ab⌫c` becomes `ab`. Here they are done where they stand.
    """

    LEAVES: ClassVar[frozenset[str]] = frozenset()
    """Keys that are bound here but mean something else to who holds the widget."""

    def takes(self, event: events.Key) -> bool:
        """Does the key type or edit something here?"""
        return event.is_printable or event.key in self._bindings.key_to_bindings

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.LEAVES:
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
