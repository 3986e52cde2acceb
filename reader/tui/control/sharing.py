"""Articles handed to a command that the settings name: to post, to mail, to keep elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from reader.library import Library
from reader.models import Article
from reader.safe import line
from reader.tui.control.errands import Errands
from reader.tui.control.selection import Selection
from reader.tui.outside import run_aside, run_outside, takes_terminal, words
from reader.tui.render import link_target, title
from reader.tui.widgets.ask import Ask, Question, starting
from reader.tui.widgets.headlines import Headlines

MOST = 20
"""Articles that are shared at once."""


class Sharing:
    """Runs a command for each of the articles, with its title and address."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        selection: Selection,
        ask: Ask,
        say: Callable[[str], None],
        shares: Mapping[str, str],
    ) -> None:
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._selection = selection
        self._ask = ask
        self._say = say
        self._shares = shares

    def do_share(self) -> None:
        """Ask with which command, if there are several."""
        names = list(self._shares)
        if not names:
            self._say('No command to share with: settings.toml has none. [share] mail = "…"')
        elif not self._selection.keys:
            self._say("There is no article here.")
        elif len(names) == 1:
            self.share(names[0])
        else:
            question = Question(f"Share with ({', '.join(names)})", self._answered, self._starting)
            self._ask.open(question)

    def _starting(self, typed: str) -> list[str]:
        return starting(self._shares, typed)

    def _answered(self, typed: str) -> None:
        """A name, or the beginning of just one."""
        fitting = [typed.strip()] if typed.strip() in self._shares else self._starting(typed)
        if not typed.strip():
            return
        if len(fitting) == 1:
            self.share(fitting[0])
        else:
            which = f"could be {' or '.join(fitting)}" if fitting else "is none of the commands"
            self._say(f"“{line(typed)}” {which}.")

    def share(self, name: str) -> None:
        """Share with this command."""
        share, keys = self._shares[name], self._selection.keys
        if len(keys) > MOST:
            self._say(f"{len(keys):,} articles: at most {MOST} are shared at once.")
            return
        if takes_terminal(share):
            articles = list(self._library.walk(keys, bodies=False))
            app = self._headlines.app
            faults = [run_outside(app, filled(share, article)) for article in articles]
            self._shared(name, ([title(a.headline.title) for a in articles], faults))
            return
        self._say(f"Sharing with {name} …")
        work = partial(self._run, share, keys)
        self._errands.ask(self._errands.browsing, work, partial(self._shared, name))

    def _run(self, share: str, keys: Sequence[int]) -> tuple[list[str], list[str]]:
        """The titles of the articles, and for each why it was not shared, or ""."""
        articles = list(self._library.walk(keys, bodies=False))
        faults = [run_aside(filled(share, article), told(article)) for article in articles]
        return [title(article.headline.title) for article in articles], faults

    def _shared(self, name: str, done: tuple[list[str], list[str]]) -> None:
        titles, faults = done
        failed = [fault for fault in faults if fault]
        if failed:
            rest = f" ({len(failed)} of {len(titles)} articles)" if len(titles) > 1 else ""
            self._say(f"Not shared{rest}: {failed[0]}")
        else:
            what = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} articles"
            self._say(f"Shared with {name}: {what}.")


def filled(share: str, article: Article) -> list[str]:
    """The words of the command for an article."""
    return words(
        share,
        url=link_target(article.url),
        title=title(article.headline.title),
        source=line(article.headline.source),
        author=line(article.author),
        id=article.headline.id,
    )


def told(article: Article) -> str:
    """What the command is given on its standard input: title and address, a line each."""
    parts = (title(article.headline.title), link_target(article.url))
    return "".join(f"{part}\n" for part in parts if part)
