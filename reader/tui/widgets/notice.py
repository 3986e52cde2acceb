"""What stands in place of a list that is empty: why it is, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from reader.light import dataclass
from reader.safe import clean


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done instead."""

    text: str
    target: object
    """What choosing it means; not this widget's matter."""


class Notice(Static):
    """A headline in bold, sentences below it, and choices, in the middle of its pane."""

    DEFAULT_CSS = """
    Notice {
        height: 1fr;
        padding: 1 3;
        content-align: center middle;
        text-align: center;
        color: $text-muted;
    }
    """

    class Chosen(Message):
        """One of the choices is to be done."""

        def __init__(self, target: object) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: tuple[str, ...] = ("",)
        self.choices: Sequence[Choice] = ()
        """What can be chosen, the likeliest first."""
        self.at = 0
        """The choice that Enter takes."""

    def show(self, headline: str, *sentences: str) -> None:
        """Say it; choices that were offered are offered no more."""
        if (headline, *sentences) != self._said:
            self._said, self.choices, self.at = (headline, *sentences), (), 0
            self._draw()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer what can be done instead."""
        self.choices, self.at = choices, 0
        self._draw()

    def move(self, step: int) -> None:
        """To another choice."""
        self.at = max(0, min(self.at + step, len(self.choices) - 1))
        self._draw()

    def choose(self) -> None:
        """Take the choice at hand."""
        if self.choices:
            self.post_message(self.Chosen(self.choices[self.at].target))

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was clicked."""
        number = event.style.meta.get("choice")
        if isinstance(number, int) and number < len(self.choices):
            self.at = number
            self.choose()

    def _draw(self) -> None:
        headline, *sentences = self._said
        parts: list[str | tuple[str, str] | Content] = [(clean(headline), "bold")]
        parts += [f"\n\n{clean(sentence)}" for sentence in sentences if sentence]
        for number, choice in enumerate(self.choices):
            style = "reverse" if number == self.at else "$text-accent"
            parts.append("\n\n" if not number else "\n")
            meant = Style.from_meta({"choice": number})
            parts.append(Content.styled(f" {clean(choice.text)} ", style).stylize(meant))
        self.update(Content.assemble(*parts))
