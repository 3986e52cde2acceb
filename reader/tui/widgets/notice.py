"""What stands in place of a list that is empty: why it is, and what to do next."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from reader.safe import clean


class Notice(Static):
    """A headline in bold and sentences below it, in the middle of its pane."""

    DEFAULT_CSS = """
    Notice {
        height: 1fr;
        padding: 1 3;
        content-align: center middle;
        text-align: center;
        color: $text-muted;
    }
    """

    def show(self, headline: str, *sentences: str) -> None:
        """Say it."""
        body = "".join(f"\n\n{clean(sentence)}" for sentence in sentences if sentence)
        self.update(Content.assemble((clean(headline), "bold"), body))
