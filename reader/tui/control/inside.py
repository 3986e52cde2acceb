"""Inside an article: finding, following its links, how wide it is set, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from reader.settings import Preferences
from reader.tui.commands import Choice
from reader.tui.control.panes import Panes
from reader.tui.control.reading import Reading
from reader.tui.control.searching import Search
from reader.tui.finder import finder
from reader.tui.footnotes import Spot
from reader.tui.widgets.ask import Question

NARROWEST, WIDEST, STEP = 60, 90, 5
"""Cells that a line of text may be long."""

_Targets = Mapping[str, str | Spot]
_Then = Callable[[str | Spot], None]


class Inside:
    """What can be done in the article on the page."""

    def __init__(
        self,
        panes: Panes,
        search: Search,
        reading: Reading,
        preferences: Preferences,
        say: Callable[[str], None],
        key: Callable[[str], str],
    ) -> None:
        """`key` tells an action's key."""
        self._key = key
        self._panes = panes
        self._page = panes.page
        self._search = search
        self._reading = reading
        self._preferences = preferences
        self._say = say
        self._found = ""

    def begin(self) -> None:
        """As it was left the last time."""
        measure = self._preferences.get("measure", self._page.measure)
        self._page.measure = max(NARROWEST, min(measure, WIDEST))
        self._page.numbered = self._preferences.get("link_numbers", True)

    # Finding

    def do_find(self) -> None:
        """Ask what to find in the article; it is marked as it is typed."""
        if not self._panes.reading:
            self._reading.open()
        self._page.highlight(None)
        question = Question("Find", self._end_typing, typed=self._mark, left=self.end)
        self._panes.ask.open(question)

    def _mark(self, typed: str) -> None:
        self._find(typed)
        # Said for each letter, also one that stood there when the one before was looked at:
        # the line wipes out with each what was said beside it.
        self._panes.ask.tell(self._how_many() if typed.strip() else "")

    def _find(self, typed: str) -> None:
        if self._page.finding != typed:
            self._page.find(typed, finder(typed))

    def _end_typing(self, typed: str) -> None:
        self._find(typed)  # Enter may be quicker than word of the last letters
        if not typed.strip():
            self.end()
        elif not self._page.mark_count:
            ends = f"{self._key('escape')} ends the finding"
            self._say(f"“{typed.strip()}” is not in this article; {ends}.")
        else:
            on, back = self._key("next_unread"), self._key("previous_unread")
            self._say(f"{self._how_many()}; {on} and {back} walk, {self._key('escape')} ends.")

    def _how_many(self) -> str:
        at, count = self._page.mark_index, self._page.mark_count
        return f"{at} of {count}" if count else "not in this article"

    def end(self) -> None:
        """What the search found is marked again."""
        self._page.find("", self._search.marker())
        self._say("")

    # Links

    def do_follow(self) -> None:
        """Open the link whose number or letters are typed, or go to the footnote."""
        self._ask_link("Follow", self._go, footnotes=True)

    def _go(self, target: str | Spot) -> None:
        if isinstance(target, str):
            self._reading.browse(target)
        elif self._page.go_to_mark(target):
            self._say(f"The footnote; {self._key('escape')} leads back to the text.")

    def do_copy_link(self) -> None:
        """Copy the address of the link whose number or letters are typed."""
        self._ask_link("Copy the address of", self._copy)

    def _copy(self, target: str | Spot) -> None:
        if isinstance(target, str):
            self._reading.copy(target)

    def _ask_link(self, what: str, then: _Then, *, footnotes: bool = False) -> None:
        if not self._panes.headlines.count:
            self._say("There is no article here.")
            return
        if not self._panes.page.display:
            self._say("Open the article first; links are there.")
            return
        targets = self._page.show_hints(footnotes=footnotes)
        if not targets:
            self._page.hide_hints()
            self._say("This article has no links.")
            return
        named = "link (letters or number)" if _has_links(targets) else "footnote (letters)"
        self._panes.ask.open(
            Question(
                f"{what} the {named}",
                partial(self._chosen, targets, then),
                typed=partial(self._typed, targets, then),
                left=self._page.hide_hints,
            )
        )

    def _typed(self, targets: _Targets, then: _Then, typed: str) -> None:
        """A link that nothing more could be typed for is taken at once."""
        typed = typed.strip().lower()
        names = [name for name in targets if name.startswith(typed)]
        if names == [typed] or not names:
            self._panes.ask.close()
            self._chosen(targets, then, typed)
        elif typed in targets:
            self._panes.ask.tell(f"{self._key('answer')}: {targets[typed]}")
        else:
            self._panes.ask.tell("")

    def _chosen(self, targets: _Targets, then: _Then, typed: str) -> None:
        typed = typed.strip().lower()
        self._page.hide_hints()
        if typed in targets:
            then(targets[typed])
        elif typed and not _has_links(targets):
            self._say("This article has no links; letters lead to the footnotes on the screen.")
        elif typed.isdigit():
            self._say(f"No link has the number {typed}; the last is {len(self._page.links)}.")
        elif typed:
            self._say("No link has these letters.")

    def do_numbers(self) -> None:
        """Numbers behind the links, or none."""
        self._number(not self._page.numbered)

    def _number(self, numbered: bool) -> None:
        self._page.numbered = numbered
        self._preferences.put("link_numbers", self._page.numbered)
        follow = self._key("follow")
        shown = "Links are numbered" if self._page.numbered else "Links have no numbers"
        outlook = self._preferences.outlook("link_numbers")
        self._say(f"{shown}; {follow} follows one. {outlook}".rstrip())

    # What is wider than the page

    def do_right(self) -> None:
        """What a wide table or code has further right."""
        self._sideways(1)

    def do_left(self) -> None:
        """What a wide table or code has further left."""
        self._sideways(-1)

    def _sideways(self, step: int) -> None:
        if not self._page.display or not self._page.has_wide:
            self._say("Nothing on the screen is wider than the page.")
        elif not self._page.sideways(step):
            self._say(f"Nothing on the screen goes further {'right' if step > 0 else 'left'}.")

    # How it is set

    def do_wider(self) -> None:
        """Longer lines."""
        self._measure(STEP)

    def do_narrower(self) -> None:
        """Shorter lines."""
        self._measure(-STEP)

    def _measure(self, step: int) -> None:
        self._set_measure(max(NARROWEST, min(self._page.measure + step, WIDEST)))

    def _set_measure(self, measure: int) -> None:
        self._page.measure = measure
        self._preferences.put("measure", measure)
        self._say(f"Lines of at most {measure} characters. {self._preferences.outlook('measure')}")

    def choices(self) -> Iterator[Choice]:
        """Every length of lines by steps, and links with numbers or without."""
        now = self._page.measure
        steps = {max(NARROWEST, now - STEP): "narrower", min(now + STEP, WIDEST): "wider"}
        for measure in sorted({*range(NARROWEST, WIDEST + 1, STEP), now, *steps}):
            action = "" if measure == now else steps.get(measure, "")
            choose = partial(self._set_measure, measure)
            yield Choice(f"Line length: {measure} characters", choose, measure == now, action)
        for numbered, name in ((True, "Link numbers: shown"), (False, "Link numbers: hidden")):
            held = numbered == self._page.numbered
            yield Choice(name, partial(self._number, numbered), held, "" if held else "numbers")

    def do_zen(self) -> None:
        """The article and nothing else, or everything again."""
        alone = self._panes.reading and not self._panes.wide
        if not self._panes.reading:
            self._reading.open()
        if alone:
            self._say("The article has the whole window already; nothing is beside it.")
        elif self._panes.wide:
            self._panes.toggle_zen()


def _has_links(targets: _Targets) -> bool:
    """Do they lead out of the article, rather than to its footnotes alone?"""
    return any(isinstance(target, str) for target in targets.values())
