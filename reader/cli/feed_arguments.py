"""What can be typed about feeds: `follow`, `unfollow`, `feeds`, `refresh`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from reader.models import FEWEST_MINUTES, Keep

_Adder = Callable[[str, str, str, str], argparse.ArgumentParser]
_Command = Callable[[str, str], Callable[[Any], int]]

_FEED = "its number, its name or a part of it, or its address"
_A_LINE = "print one JSON object a line"
_MOST_MINUTES = 30 * 24 * 60


def add(command: _Adder, common: argparse.ArgumentParser, run: _Command) -> None:
    """The commands for feeds."""
    follow = command("follow", "feeds", "follow", "Follow feeds, by their address or their site's.")
    follow.add_argument("addresses", nargs="+", metavar="ADDRESS", help="of a feed, or of any site")
    which = follow.add_mutually_exclusive_group()
    which.add_argument(
        "--number",
        type=_number,
        default=0,
        metavar="N",
        help="which feed, where a site has several",
    )
    which.add_argument(
        "--first", dest="number", action="store_const", const=1, help="the first of them"
    )
    _wishes(follow)
    _json(follow)
    unfollow = command(
        "unfollow",
        "feeds",
        "unfollow",
        "Follow feeds no longer; articles with a star, tag or note stay.",
    )
    unfollow.add_argument("feeds", nargs="+", metavar="FEED", help=_FEED)
    _json(unfollow)
    fulltext = command(
        "fulltext",
        "feeds",
        "fulltext",
        "Take an article's text from its page, or again from the feed; both are kept.",
    )
    fulltext.add_argument("ids", nargs="+", metavar="ID", help="articles' ids")
    _json(fulltext)
    refresh = command("refresh", "refreshing", "refresh", "Fetch the feeds whose time has come.")
    refresh.add_argument("feeds", nargs="*", metavar="FEED", help=f"these feeds, now: {_FEED}")
    refresh.add_argument("--all", action="store_true", help="all feeds, now")
    refresh.add_argument(
        "--watch", action="store_true", help="go on, and fetch each feed in its time"
    )
    _json(refresh, "print one JSON object with what came in")
    _feeds(command, common, run)


def _feeds(command: _Adder, common: argparse.ArgumentParser, run: _Command) -> None:
    top = command("feeds", "feeds", "listed", "List the feeds, or change one.")
    _json(top)
    actions = top.add_subparsers(title="actions", metavar="ACTION")

    def action(name: str, function: str, summary: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=summary, description=summary, parents=[common])
        made.set_defaults(run=run("feeds", function))
        return made

    every = action("list", "listed", "List them by folder, with unread articles and health.")
    _json(every, again=True)
    doctor = action(
        "doctor",
        "doctor",
        "Say what is amiss with feeds, and when each is asked again. Ends with 1 where from a feed"
        " nothing comes in: it is gone, was never read, or failed the last time.",
    )
    doctor.add_argument("--all", action="store_true", help="also those that are well")
    _json(doctor, again=True)
    change = action("set", "change", "Change a feed's name, folder, pace and more.")
    change.add_argument("feed", metavar="FEED", help=_FEED)
    _wishes(change)
    _json(change, again=True)
    imported = action("import", "import_", "Follow the feeds of an OPML list.")
    imported.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    imported.add_argument(
        "--private",
        action="store_true",
        help="also fetch feeds on this machine and in private networks",
    )
    _json(imported, "print one JSON object with what became of them", again=True)
    export = action("export", "export", "Write them as an OPML list.")
    export.add_argument("file", nargs="?", default="-", metavar="FILE")
    export.add_argument(
        "--with-secrets", action="store_true", help="with passwords, keys and headers"
    )


def _wishes(made: argparse.ArgumentParser) -> None:
    made.add_argument("--name", metavar="NAME", help='a name of your own; "" for the feed\'s')
    made.add_argument(
        "--folder",
        action="append",
        metavar="FOLDER",
        help='such as Tech or Tech/Science; may be given several times; "" for none',
    )
    made.add_argument(
        "--every",
        type=_minutes,
        metavar="MINUTES",
        help="fetch it so often; 0 to follow its rhythm, which is the rule",
    )
    made.add_argument("--agent", metavar="TEXT", help="a User-Agent of its own")
    made.add_argument(
        "--header",
        type=_header,
        action="append",
        metavar="'NAME: VALUE'",
        help='a header sent to its server; may be given several times; "" for none',
    )
    made.add_argument(
        "--keep",
        type=_keep,
        metavar="HOW-LONG",
        help="what `tidy` leaves of it: 90d, 200 (articles), 90d,200 or all;"
        ' "" for what the settings say',
    )
    whole = made.add_mutually_exclusive_group()
    whole.add_argument(
        "--fulltext",
        action="store_true",
        default=None,
        help="fetch the page of each new article, and take the text from there",
    )
    whole.add_argument("--no-fulltext", dest="fulltext", action="store_false", default=None)
    muting = made.add_mutually_exclusive_group()
    muting.add_argument(
        "--mute",
        dest="muted",
        action="store_true",
        default=None,
        help="let its articles come in as read",
    )
    muting.add_argument("--unmute", dest="muted", action="store_false", default=None)


def _keep(text: str) -> Keep | str:
    try:
        return Keep.parse(text) if text.strip() else ""
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” is neither days nor a number of articles: write 90d, 200, 90d,200 or all"
        ) from None


def _json(made: argparse.ArgumentParser, text: str = _A_LINE, *, again: bool = False) -> None:
    """With `again`, it may stand before the action as well, and must not be undone by it."""
    default = argparse.SUPPRESS if again else False
    made.add_argument("--json", action="store_true", default=default, help=text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of a feed; 1 is the first")
    return int(text)


def _minutes(text: str) -> int:
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if found and not FEWEST_MINUTES <= found <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not from {FEWEST_MINUTES} to {_MOST_MINUTES:,} minutes, nor 0"
        )
    return found


def _header(text: str) -> tuple[str, str]:
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not text.strip():
        return "", ""
    token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    if not (colon and token and value and value.isprintable()):
        raise argparse.ArgumentTypeError("a header is written 'Name: value'")
    return name, value
