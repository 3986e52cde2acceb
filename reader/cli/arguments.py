"""What can be typed after `broadsheet`, and the help that explains it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from reader import __version__

_SHIELD = "\0"  # can stand in no argument that a shell hands over

_EPILOG = """\
Without a command, the reader opens.

examples:
  broadsheet add ~/news notes.md      take in a folder and a file
  broadsheet search "rate cut" --json what was found, one JSON object a line
  broadsheet export 7k2m --format md  an article as Markdown

exit codes: 0 done, 1 partly, 2 wrong use, 3 library unusable
"""

_QUERIES = """\
queries:
  quake honshu            articles with both words
  "rate cut"  -rumour     a phrase; without a word
  ferry OR boat  ( )      one of them; brackets group
  sync*  quak~  =Apple    beginnings; spelled like it; this very form
  title: body: author:    only there
  feed: url: lang:        of a source, an address, a language
  is:unread               or read, starred, vanished; has:image
  date:7d  after:2026-11  or today, yesterday, 2026, 2026-11-01..2026-11-10; before:
  sort:new                or old, feed, relevance

Give the query in single quotes, so that the shell leaves its quotes alone.
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, as options; ends the program with code 2 where it makes no sense."""
    return parser().parse_args([*_shielded(arguments)])


def _shielded(arguments: Sequence[str]) -> Iterator[str]:
    """Let `search tariffs -fentanyl` be an exclusion and not an unknown option."""
    searching = False
    for argument in arguments:
        excluded = searching and argument.startswith("-") and argument not in ("-h", "-", "--")
        yield _SHIELD + argument if excluded and not argument.startswith("--") else argument
        searching = searching or argument == "search"


def _unshielded(argument: str) -> str:
    return argument.removeprefix(_SHIELD)


def parser() -> argparse.ArgumentParser:
    """The whole command line. The chosen command's function is left in `options.run`."""
    top = argparse.ArgumentParser(
        prog="broadsheet",
        parents=[_library(None)],
        description="A news reader for the terminal.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    top.set_defaults(run=_command("screen", "open_screen"))
    # May also be given behind the command; not given there, it must not undo what stood before.
    common = _library(argparse.SUPPRESS)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, module: str, function: str, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary, parents=[common])
        made.set_defaults(run=_command(module, function))
        return made

    command("open", "screen", "open_screen", "Open the reader (what `broadsheet` alone does).")
    _intake(command)
    _reading(command)
    _states(command)
    _upkeep(command)
    return top


def _library(default: str | None) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(add_help=False)
    made.add_argument(
        "--library",
        metavar="DIR",
        default=default,
        help="the library's folder (else BROADSHEET_LIBRARY, else the platform's data folder)",
    )
    return made


def _command(module: str, function: str) -> Callable[[Any], int]:
    """The command's function, imported when it is run."""

    def run(options: Any) -> int:
        found: Callable[[Any], int] = getattr(import_module(f"reader.cli.{module}"), function)
        return found(options)

    return run


_Adder = Callable[[str, str, str, str], argparse.ArgumentParser]


def _intake(command: _Adder) -> None:
    add = command("add", "intake", "add", "Take in documents: text, Markdown, HTML, JSON Lines.")
    add.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input"
    )
    _json(add, "print one JSON object with what became of the documents")


def _reading(command: _Adder) -> None:
    listing = command("list", "reading", "list_articles", "List articles, newest first.")
    _scope(listing)
    listing.add_argument("--limit", type=_count, metavar="N", help="at most N articles")
    _json(listing)
    search = command(
        "search", "searching", "search", "Search every word of every article, best first."
    )
    search.epilog = _QUERIES
    search.formatter_class = argparse.RawDescriptionHelpFormatter
    search.add_argument(
        "query",
        nargs="*",
        type=_unshielded,
        metavar="QUERY",
        help="words and filters, in the language below",
    )
    told = search.add_mutually_exclusive_group()
    told.add_argument(
        "--explain",
        action="store_true",
        help="say how the query was read, what ran where, how long",
    )
    told.add_argument(
        "--facets",
        action="store_true",
        help="how many articles by source, month and language, instead of the articles",
    )
    search.add_argument(
        "--all-words",
        action="store_true",
        help="only what has every word, however little that is",
    )
    _scope(search)
    search.add_argument(
        "--limit",
        type=_count,
        default=20,
        metavar="N",
        help="at most N articles, or values of each kind (20)",
    )
    _json(search)
    show = command("show", "reading", "show", "Print one article.")
    show.add_argument("id", metavar="ID", help="an article's id, or the start of one")
    show.add_argument("--raw", action="store_true", help="the original document, byte for byte")
    _json(show)
    export = command(
        "export", "exporting", "export", "Write articles as files or to standard output."
    )
    export.add_argument("ids", nargs="+", metavar="ID", help="articles' ids")
    export.add_argument("--format", choices=("md", "html", "txt", "json"), default="md")
    export.add_argument(
        "--json",
        dest="format",
        action="store_const",
        const="json",
        help="the same as --format json",
    )
    export.add_argument(
        "--to", metavar="DIR", help="write a file for each article into this folder"
    )


def _states(command: _Adder) -> None:
    for name, summary in (
        ("star", "Star articles."),
        ("unstar", "Take the star from articles."),
        ("read", "Mark articles as read."),
        ("unread", "Mark articles as unread."),
    ):
        made = command(name, "states", name, summary)
        made.add_argument("ids", nargs="+", metavar="ID", help="articles' ids")
        _json(made, "print the articles as they are now, one JSON object a line")


def _upkeep(command: _Adder) -> None:
    _json(
        command("stats", "upkeep", "stats", "Show how large the library is."),
        "print one JSON object",
    )
    index = command("index", "upkeep", "index", "Bring the search index up to date.")
    index.add_argument("--rebuild", action="store_true", help="throw it away and build it anew")
    _json(index, "print one JSON object")
    check = command(
        "check", "upkeep", "check", "Compare store and index, say what differs, and heal it."
    )
    _json(check, "print one JSON object")
    _json(
        command("path", "upkeep", "path", "Print where the library lives."), "print one JSON object"
    )


def _scope(made: argparse.ArgumentParser) -> None:
    group = made.add_mutually_exclusive_group()
    made.set_defaults(scope="all")
    group.add_argument(
        "--unread", dest="scope", action="store_const", const="unread", help="unread ones only"
    )
    group.add_argument(
        "--starred", dest="scope", action="store_const", const="starred", help="starred ones only"
    )


def _json(made: argparse.ArgumentParser, text: str = "print one JSON object a line") -> None:
    made.add_argument("--json", action="store_true", help=text)


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of articles")
    return number
