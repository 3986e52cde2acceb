"""The reading pane alone in an app, and what Textual offers for a long text.

`python -m tests.bench.page_app KIND` with one of `KINDS`; `o` opens the article, `pagedown`
pages, `g` goes to the top.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import islice

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import RichLog, Static

from reader.models import Article, Block, Headline
from reader.tui.widgets.page import Page
from tests.bench import documents

WORDS = 48_000
READY, OPENED = "nothing is open", "it is open"


class Bare(App[None]):
    """Opens nothing; the memory of the others is compared with its."""

    BINDINGS = [Binding("o", "open"), Binding("pagedown", "page")]  # noqa: RUF012 - as Textual declares it

    def compose(self) -> ComposeResult:
        yield Static(READY)
        yield from self.panes()

    def panes(self) -> ComposeResult:
        """The widgets that show the article."""
        yield Widget()

    def put(self) -> None:
        """Open the article."""

    def action_open(self) -> None:
        article()  # made before; only opening it is timed
        self.put()

    def action_page(self) -> None:
        """A screenful down."""


class Ours(Bare):
    """`Page`, as the reader has it."""

    def panes(self) -> ComposeResult:
        yield Page()

    def put(self) -> None:
        self.query_one(Page).show(article())

    def action_page(self) -> None:
        self.query_one(Page).page_down()


class One(Bare):
    """A `Static` with all of it."""

    def panes(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("", id="text")

    def put(self) -> None:
        self.query_one("#text", Static).update(Content(f"{OPENED}\n\n{article().text}"))

    def action_page(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)


class Log(Bare):
    """A `RichLog` with a line for each paragraph, wrapped."""

    def panes(self) -> ComposeResult:
        yield RichLog(wrap=True, auto_scroll=False)

    def put(self) -> None:
        log = self.query_one(RichLog)
        log.write(OPENED)
        for block in article().blocks:
            log.write(block.text)
            log.write("")

    def action_page(self) -> None:
        self.query_one(RichLog).action_page_down()


KINDS: dict[str, type[Bare]] = {"bare": Bare, "page": Ours, "static": One, "log": Log}


@cache
def article() -> Article:
    """48,000 words in paragraphs."""
    blocks: list[Block] = []
    words = 0
    for record in islice(documents.records(WORDS // 100), WORDS // 100):
        for paragraph in record["text"].split("\n\n"):
            if words >= WORDS:
                break
            blocks.append(Block("paragraph", paragraph))
            words += len(paragraph.split())
    headline = Headline(1, "book", OPENED, "The Gazette", "", 0, 0, words, False, False)
    return Article(headline, "", "", "en", "", False, tuple(blocks))


if __name__ == "__main__":
    article()
    KINDS[sys.argv[1]]().run()
