"""What can be typed after `broadsheet`, and the help that explains it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from reader import __version__
from reader.cli import feed_arguments
from reader.models import FORMATS
from reader.safe import clean

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
  feed:@name  folder:     of a feed that is followed, or of those in a folder
  tag:ml  note:word       with a tag; with a word in your note
  is:unread               or read, starred, tagged, vanished; has:image, has:audio, has:note, has:fulltext
  date:7d  after:2026-11  or today, yesterday, 2026, 2026-11-01..2026-11-10; before:
  in:@name                what a saved search finds
  sort:new                or old, feed, relevance

Give the query in single quotes, so that the shell leaves its quotes alone.
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, as options; ends the program with code 2 where it makes no sense."""
    return parser().parse_args([*_shielded(arguments)])


def _shielded(arguments: Sequence[str]) -> Iterator[str]:
    """Let `search tariffs -fentanyl` and `tag -ml` be what they say and not unknown options."""
    shielding, before = False, ""
    for argument in arguments:
        option = argument.startswith("--") or argument in ("-h", "-")
        meant = before == "--query" or (shielding and not option)
        yield _SHIELD + argument if meant and argument.startswith("-") else argument
        free = argument in ("search", "tag") or (before, argument) == ("saved", "add")
        shielding, before = shielding or free, argument


def _unshielded(argument: str) -> str:
    return argument.removeprefix(_SHIELD)


class _Parser(argparse.ArgumentParser):
    """What was typed may be a file's name, made by a stranger; it is repeated cleaned."""

    def error(self, message: str) -> NoReturn:
        """End the program with what is wrong."""
        super().error(clean(message))


@cache
def parser() -> argparse.ArgumentParser:
    """The whole command line. The chosen command's function is left in `options.run`.

    It takes as long as all the rest of a small command, and is made once in a process.
    """
    top = _Parser(
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
    feed_arguments.add(command, common, _command)
    _reading(command)
    _states(command)
    _saved(command, common)
    _tagging(command, common)
    _settings(command, common)
    _keys(command, common)
    _upkeep(command)
    return top


def _library(default: str | None) -> _Parser:
    made = _Parser(add_help=False)
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


_NOW = "print the articles as they are now, one JSON object a line"

_Adder = Callable[[str, str, str, str], argparse.ArgumentParser]


def _intake(command: _Adder) -> None:
    add = command("add", "intake", "add", f"Take in documents: {', '.join(FORMATS.values())}.")
    add.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder, the address of a web page, or - for standard input",
    )
    _json(add, "print one JSON object with what became of the documents")
    preview = command(
        "preview",
        "previewing",
        "preview",
        "Show what would be made of documents and feeds, without keeping them.",
    )
    preview.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, an address, or - for standard input"
    )
    _json(preview, "print one JSON object for each feed, entry, list of feeds and article")


def _reading(command: _Adder) -> None:
    listing = command("list", "reading", "list_articles", "List articles, newest first.")
    _scope(listing)
    listing.add_argument("--tag", metavar="NAME", help="those with this tag only")
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
    which = show.add_mutually_exclusive_group()
    which.add_argument("--raw", action="store_true", help="the original document, byte for byte")
    which.add_argument(
        "--former", action="store_true", help="what it said before it was edited, latest first"
    )
    _json(show)
    related = command("related", "related", "related", "List what else was reported on a story.")
    related.add_argument("id", metavar="ID", help="an article's id, or the start of one")
    related.add_argument(
        "--limit", type=_count, default=5, metavar="N", help="at most N articles (5)"
    )
    related.add_argument(
        "--days",
        type=_count,
        default=30,
        metavar="N",
        help="at most N days apart (30); 0 for any time",
    )
    _json(related)
    export = command(
        "export", "exporting", "export", "Write articles as files or to standard output."
    )
    export.add_argument("ids", nargs="*", metavar="ID", help="articles' ids")
    export.add_argument(
        "--all",
        action="store_true",
        help="the whole library as JSON Lines, with states, tags, notes, searches and feeds;"
        " `add` takes it in again",
    )
    export.add_argument(
        "--with-secrets",
        action="store_true",
        help="with --all: passwords in feeds' addresses, and headers of their own, too",
    )
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


def _saved(command: _Adder, common: argparse.ArgumentParser) -> None:
    top = command("saved", "saved", "listed", "Searches kept by name; alone, lists them.")
    _json(top)
    actions = top.add_subparsers(title="actions", metavar="ACTION")

    def action(name: str, function: str, summary: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=summary, description=summary, parents=[common])
        made.set_defaults(run=_command("saved", function))
        return made

    def name(made: argparse.ArgumentParser, text: str = "its name") -> None:
        made.add_argument("name", metavar="NAME", help=text)

    _again(action("list", "listed", "List them, with how much each finds now."))
    add = action("add", "add", "Keep a search under a name.")
    name(add, "a name for it; use it in queries as in:@NAME")
    add.add_argument("query", nargs="+", type=_unshielded, metavar="QUERY")
    _scope(add)
    _replace(add, "give a search that has the name this query")
    _again(add)
    show = action("show", "show", "Print the articles that it finds, newest first.")
    name(show)
    show.add_argument(
        "--limit", type=_count, default=20, metavar="N", help="at most N articles (20)"
    )
    _again(show)
    rename = action("rename", "rename", "Give it another name, also where other searches use it.")
    name(rename)
    rename.add_argument("new", metavar="NEW", help="its new name")
    _again(rename)
    delete = action("delete", "delete", "Forget it; articles are not touched.")
    name(delete)
    _again(delete)
    move = action("move", "move", "Put it at another place of the list.")
    name(move)
    move.add_argument("place", type=_place, metavar="PLACE", help="1 is the first")
    _again(move)
    export = action("export", "export", "Write all to a file (JSON), or to standard output.")
    export.add_argument("file", nargs="?", default="-", metavar="FILE")
    _again(export, "the same; the file is JSON")
    imported = action("import", "import_", "Take in a file that export wrote.")
    imported.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    _replace(imported, "give names that are taken the file's queries")
    _again(imported, "print one JSON object with what became of them")


def _again(made: argparse.ArgumentParser, text: str = "print one JSON object a line") -> None:
    """`--json` may stand before the action as well, and must not be undone by it."""
    made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=text)


def _replace(made: argparse.ArgumentParser, text: str) -> None:
    made.add_argument("--replace", action="store_true", help=text)


def _states(command: _Adder) -> None:
    for name, summary in (
        ("star", "Star articles."),
        ("unstar", "Take the star from articles."),
        ("read", "Mark articles as read."),
        ("unread", "Mark articles as unread."),
    ):
        made = command(name, "states", name, summary)
        made.add_argument("ids", nargs="*", metavar="ID", help="articles' ids")
        _query(made)
        if name in ("read", "unread"):
            made.add_argument("--all", action="store_true", help="all articles")
        _json(made, _NOW)
    delete = command("delete", "states", "delete", "Delete articles; `undo` brings them back.")
    delete.add_argument("ids", nargs="*", metavar="ID", help="articles' ids")
    _query(delete)
    _json(delete, "print the articles that went, one JSON object a line")
    for name, summary in (
        ("undo", "Take back what was done last."),
        ("redo", "Do again what was undone last."),
    ):
        _json(command(name, "states", name, summary), "print one JSON object")


def _tagging(command: _Adder, common: argparse.ArgumentParser) -> None:
    tag = command("tag", "tagging", "tag", "Give tags to articles and take tags from them.")
    tag.add_argument(
        "words",
        nargs="+",
        type=_word,
        metavar="+NAME|-NAME|ID",
        help="a tag to give, a tag to take, an article's id; in any order",
    )
    _query(tag)
    _json(tag, _NOW)
    note = command("note", "tagging", "note", "Print the note on an article, or write it.")
    note.add_argument("id", metavar="ID", help="an article's id, or the start of one")
    note.add_argument("text", nargs="*", metavar="TEXT", help="the note; - for standard input")
    note.add_argument("--delete", action="store_true", help="take the note away")
    _json(note, "print the article as one JSON object")
    tags = command("tags", "tagging", "tags", "List the tags, or change one.")
    _json(tags)
    _tag_changes(tags, common)


def _tag_changes(tags: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = tags.add_subparsers(title="changes", metavar="CHANGE")
    for name, summary, more in (
        ("rename", "Name a tag anew; with the name of another, the two become one.", "new"),
        ("delete", "Take a tag from all its articles.", ""),
        ("colour", "Choose a tag's colour: its place in the palette, or auto.", "number"),
    ):
        made = actions.add_parser(name, help=summary, description=summary, parents=[common])
        made.add_argument("name", metavar="NAME", help="the tag")
        if more:
            made.add_argument(more, metavar=more.upper())
        made.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object"
        )
        made.set_defaults(run=_command("tagging", name))


def _word(argument: str) -> str:
    word = _unshielded(argument)
    if not word.strip("+- "):
        raise argparse.ArgumentTypeError(f"“{word}” is neither a tag nor an id")
    return word


def _query(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--query",
        type=_unshielded,
        metavar="QUERY",
        help="all articles that this query finds; `search --help` tells the language",
    )


def _settings(command: _Adder, common: argparse.ArgumentParser) -> None:
    top = command("settings", "settings", "listed", "What can be set, what it is, and who said so.")
    _json(top)
    actions = top.add_subparsers(title="actions", metavar="ACTION")

    def action(name: str, function: str, summary: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=summary, description=summary, parents=[common])
        made.set_defaults(run=_command("settings", function))
        _again(made)
        return made

    action("list", "listed", "List all settings.")
    action("path", "path", "Print where settings.toml and keys.toml are, or would be.")
    action("check", "check", "Say what cannot be meant in settings.toml.")
    for name, function, summary in (
        ("get", "get", "Print the value of one."),
        ("set", "set_", "Write one into settings.toml; comments stay."),
        ("unset", "unset", "Take one out of settings.toml."),
    ):
        made = action(name, function, summary)
        made.add_argument("name", metavar="NAME", help="its name, as in look.theme")
        if name == "set":
            made.add_argument("value", metavar="VALUE", help="its value, without quotes of TOML")


def _keys(command: _Adder, common: argparse.ArgumentParser) -> None:
    top = command("keys", "keys", "listed", "Which key does what, keys.toml included.")
    top.add_argument(
        "--preset",
        choices=("default", "newsboat", "vim", "gmail"),
        help="those of a preset by itself, without keys.toml",
    )
    _json(top)
    actions = top.add_subparsers(title="actions", metavar="ACTION")
    summary = "Say what cannot be meant in keys.toml, and what it took from other actions."
    check = actions.add_parser("check", help=summary, description=summary, parents=[common])
    check.set_defaults(run=_command("keys", "check"))
    _again(check)


def _upkeep(command: _Adder) -> None:
    backup = command(
        "backup", "moving", "backup", "Write the whole library to one file; it may be in use."
    )
    backup.add_argument("file", metavar="FILE", help="the file to write")
    _replace(backup, "write over a file that is there")
    _json(backup, "print one JSON object")
    restore = command(
        "restore", "moving", "restore", "Put a backup in the library's place, which is kept aside."
    )
    restore.add_argument("file", metavar="FILE", help="a file that backup wrote")
    _json(restore, "print one JSON object")

    rescue = command(
        "rescue",
        "moving",
        "rescue",
        "Save what can be read of a damaged library; keeps the damaged file.",
    )
    rescue.add_argument("--anyway", action="store_true", help="do it although no damage is found")
    _json(rescue, "print one JSON object")
    _json(
        command("stats", "upkeep", "stats", "Show how large the library is."),
        "print one JSON object",
    )
    tidy = command(
        "tidy", "tidying", "tidy", "Let old articles of feeds go, as far as the settings say."
    )
    tidy.add_argument("--dry-run", action="store_true", help="only say what would go")
    tidy.add_argument("--backup", metavar="FILE", help="write the whole library to this file first")
    _json(tidy, "print one JSON object")
    index = command("index", "upkeep", "index", "Bring the search index up to date.")
    index.add_argument("--rebuild", action="store_true", help="throw it away and build it anew")
    _json(index, "print one JSON object")
    check = command(
        "check", "upkeep", "check", "Compare store and index, say what differs, and heal it."
    )
    _json(check, "print one JSON object")
    doctor = command(
        "doctor", "checkup", "doctor", "Look at terminal, folder, store, index and clock."
    )
    _json(doctor, "print a JSON object a line")
    _json(
        command("path", "upkeep", "path", "Print where the library lives."), "print one JSON object"
    )
    completions = command(
        "completions", "shells", "completions", "Print what a shell completes these commands with."
    )
    completions.add_argument(
        "shell", choices=("bash", "zsh", "fish"), help="the shell; the README says where it goes"
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


def _place(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no place in a list; 1 is the first")
    return int(text) - 1
