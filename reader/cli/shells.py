"""What shells and manuals want to know of the command line, made from its one declaration.

`broadsheet completions SHELL` prints what a shell completes with. The same files, the
manual page and the desktop entry lie in `docs/share` and are installed with the package.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reader import __version__
from reader.light import dataclass

_PATHS = {"PATH": "files", "FILE": "files", "DIR": "folders"}
"""What a shell offers where such a thing is asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command."""

    names: Sequence[str]
    summary: str
    metavar: str = ""
    """What it is followed by; "" for nothing."""
    choices: Sequence[str] = ()

    @property
    def offers(self) -> str:
        """`files`, `folders` or ""."""
        return _PATHS.get(self.metavar, "")


@dataclass(frozen=True, slots=True)
class Node:
    """The program itself, a command, or an action of one."""

    path: Sequence[str]
    summary: str
    usage: str
    epilog: str
    options: Sequence[Option]
    places: Sequence[Option]
    """What stands at a place of its own, without a name before it."""
    below: Sequence[Node]

    @property
    def name(self) -> str:
        """Its words after `broadsheet`; "" of the program itself."""
        return " ".join(self.path)

    @property
    def offers(self) -> str:
        """What a shell offers for its places: `files`, `folders` or ""."""
        return next((place.offers for place in self.places if place.offers), "")

    @property
    def words(self) -> list[tuple[str, str]]:
        """What may come next, each with what it means: commands, or choices of a place."""
        chosen = [(choice, "") for place in self.places for choice in place.choices]
        return [(node.path[-1], node.summary) for node in self.below] + chosen

    def all(self) -> Iterator[Node]:
        """It, and everything below it."""
        yield self
        for node in self.below:
            yield from node.all()


def tree(parser: argparse.ArgumentParser, path: Sequence[str] = (), summary: str = "") -> Node:
    """A parser of argparse as data. Reads what it keeps to itself: there is no other way."""
    options, places, below = list[Option](), list[Option](), list[Node]()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            below = [tree(p, (*path, name), told[name]) for name, p in action.choices.items()]
            continue
        takes = action.nargs != 0
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        made = Option(
            action.option_strings,
            _shown(action, parser),
            metavar if takes else "",
            [str(choice) for choice in action.choices or ()],
        )
        (options if action.option_strings else places).append(made)
    usage = " ".join(parser.format_usage().split()).removeprefix("usage: ")
    return Node(
        path,
        summary or parser.description or "",
        usage,
        parser.epilog or "",
        options,
        places,
        below,
    )


def _shown(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    return (action.help or "") % {"prog": parser.prog, "default": action.default}


# Shells


def bash(top: Node) -> str:
    """A script for bash, without need of the package bash-completion."""
    cases = "\n".join(f"        {_quoted(node.name)}) {_for_bash(node)} ;;" for node in top.all())
    return f"""\
# Completes broadsheet in bash. Made by `broadsheet completions bash`.
_broadsheet() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} at= words= options= offers= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$at ${{COMP_WORDS[i]}}" in
            {_below(top)}) at="${{at:+$at }}${{COMP_WORDS[i]}}" ;;
        esac
    done
    case "$at" in
{cases}
    esac
    case "$at $before" in
{_values(top, "words={}", "words= offers=files", "words= offers=folders", "return")}
    esac
    [[ $word == -* ]] && words=$options offers=
    COMPREPLY=()
    [[ -n $words ]] && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    if [[ $offers ]]; then
        compopt -o filenames 2>/dev/null
        local kind=-f; [[ $offers == folders ]] && kind=-d
        mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen "$kind" -- "$word")
    fi
}}
complete -F _broadsheet broadsheet
"""


def _for_bash(node: Node) -> str:
    words = " ".join(word for word, _ in node.words)
    options = " ".join(name for option in node.options for name in option.names)
    return f"words={_quoted(words)} options={_quoted(options)} offers={node.offers}"


def zsh(top: Node) -> str:
    """A function for zsh, to lie as `_broadsheet` in a folder of its `fpath`."""
    cases = "\n".join(f"        ({_quoted(node.name)}) {_for_zsh(node)} ;;" for node in top.all())
    return f"""\
#compdef broadsheet
# Completes broadsheet in zsh. Made by `broadsheet completions zsh`.
_broadsheet() {{
    local at= offers= i
    local -a words_ options
    for ((i = 2; i < CURRENT; i++)); do
        case "$at $words[i]" in
            ({_below(top)}) at="${{at:+$at }}$words[i]" ;;
        esac
    done
    case "$at $words[CURRENT-1]" in
{_values(top, "compadd -- ${{(z)${{:-{}}}}}; return", "_files; return", "_files -/; return", "return", before="(")}
    esac
    case "$at" in
{cases}
    esac
    if [[ $PREFIX == -* ]]; then
        _describe -o option options
        return
    fi
    (( $#words_ )) && _describe command words_
    case "$offers" in
        (files) _files ;;
        (folders) _files -/ ;;
    esac
}}
if [[ $funcstack[1] == _broadsheet ]]; then _broadsheet "$@"; else compdef _broadsheet broadsheet; fi
"""


def _for_zsh(node: Node) -> str:
    def told(name: str, summary: str) -> str:
        return _quoted(f"{name.replace(':', chr(92) + ':')}:{_sentence(summary)}")

    words = " ".join(told(*word) for word in node.words)
    options = " ".join(told(n, o.summary) for o in node.options for n in o.names)
    return f"words_=({words}) options=({options}) offers={node.offers}"


def fish(top: Node) -> str:
    """A script for fish."""
    lines = [
        "# Completes broadsheet in fish. Made by `broadsheet completions fish`.",
        "function __broadsheet_at",
        "    set -l at",
        "    for word in (commandline -opc)[2..]",
        '        switch "$at $word"',
        f"            case {_below(top).replace('|', ' ')}",
        '                set at (string trim -- "$at $word")',
        "        end",
        "    end",
        '    test "$at" = "$argv[1]"',
        "end",
        "complete -c broadsheet -f",
    ]
    for node in top.all():
        asked = _fish(f"__broadsheet_at {_fish(node.name)}")
        here = f"complete -c broadsheet -n {asked}"
        lines += [f"{here} -a {_fish(w)} -d {_fish(_sentence(told))}" for w, told in node.words]
        if node.offers:
            lines.append(f"{here} -F")
        lines += [f"{here} {_for_fish(option)}" for option in node.options]
    return "\n".join(lines) + "\n"


def _for_fish(option: Option) -> str:
    names = " ".join(f"-{'sl'[n.startswith('--')]} {n.lstrip('-')}" for n in option.names)
    if option.choices:
        value = f" -x -a {_fish(' '.join(option.choices))}"
    elif option.offers == "folders":
        value = " -x -a '(__fish_complete_directories)'"
    elif option.offers:
        value = " -r -F"
    else:
        value = " -x" if option.metavar else ""
    return f"{names}{value} -d {_fish(_sentence(option.summary))}"


def _below(top: Node) -> str:
    """Where a word leads further down: what was found so far, and the word."""
    return "|".join(
        _quoted(f"{' '.join(node.path[:-1])} {node.path[-1]}") for node in top.all() if node.path
    )


def _values(top: Node, words: str, files: str, folders: str, nothing: str, before: str = "") -> str:
    """The branches that complete what follows an option."""
    found = []
    for node in top.all():
        for option in node.options:
            if option.metavar:
                at = "|".join(_quoted(f"{node.name} {name}") for name in option.names)
                chosen = words.format(_quoted(" ".join(option.choices))) if option.choices else ""
                act = chosen or {"files": files, "folders": folders}.get(option.offers, nothing)
                found.append(f"        {before}{at}) {act} ;;")
    return "\n".join(found)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _sentence(summary: str) -> str:
    return summary.rstrip(".")


# The manual


def manual(top: Node) -> str:
    """The page of section 1, in the macros of man(7)."""
    parts = [
        f'.TH BROADSHEET 1 "" "Broadsheet {__version__}" "User commands"',
        ".SH NAME",
        "broadsheet \\- a news reader for the terminal",
        ".SH SYNOPSIS",
        ".B broadsheet",
        "[\\fB\\-\\-library\\fR \\fIDIR\\fR] [\\fICOMMAND\\fR …]",
        ".SH DESCRIPTION",
        "Without a command, the reader opens: an article list, a reading pane and a search bar.",
        "Press \\fB?\\fR there for its keys.",
        ".SH OPTIONS",
        *_options(top.options),
        ".SH COMMANDS",
    ]
    for node in top.all():
        if node.path:
            parts += [f".SS {_roff(node.usage)}", _roff(node.summary)]
            parts += _options(
                [
                    *node.places,
                    *(
                        o
                        for o in node.options
                        if "--help" not in o.names and "--library" not in o.names
                    ),
                ]
            )
    language = next(node.epilog for node in top.below if node.path == ("search",))
    table, _, note = language.partition("\n")[2].rpartition("\n\n")
    parts += [
        ".SH QUERIES",
        ".nf",
        _roff(textwrap.dedent(table)),
        ".fi",
        ".PP",
        _roff(note.strip()),
    ]
    parts += [
        ".SH EXIT STATUS",
        *_listed(
            [
                ("0", "done"),
                ("1", "partly: something named could not be done"),
                ("2", "wrong use"),
                ("3", "the library is unusable"),
                ("70", "a fault of Broadsheet itself"),
            ]
        ),
        ".SH ENVIRONMENT",
        *_listed(
            [
                ("BROADSHEET_LIBRARY", "the library's folder"),
                ("NO_COLOR", "no colours"),
                ("EDITOR, VISUAL", "what notes are written with"),
                ("http_proxy, https_proxy, no_proxy", "proxies"),
            ]
        ),
        ".SH FILES",
        ".B broadsheet path",
        "prints where the library lies,",
        ".B broadsheet settings path",
        "where settings.toml and keys.toml are.",
    ]
    return "\n".join(parts) + "\n"


def _options(options: Sequence[Option]) -> list[str]:
    lines = []
    for option in options:
        names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in option.names)
        metavar = "{" + ",".join(option.choices) + "}" if option.choices else option.metavar
        value = f"\\fI{_roff(metavar)}\\fR" if metavar else ""
        lines += [".TP", f"{names} {value}".strip(), _roff(option.summary) or "\\&"]
    return lines


def _listed(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [line for name, told in pairs for line in (".TP", f".B {_roff(name)}", _roff(told))]


def _roff(text: str) -> str:
    """Text as it is, whatever it begins with; a hyphen as one that can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", escaped)


MADE: dict[str, Callable[[Node], str]] = {
    "share/bash-completion/completions/broadsheet": bash,
    "share/zsh/site-functions/_broadsheet": zsh,
    "share/fish/vendor_completions.d/broadsheet.fish": fish,
    "share/man/man1/broadsheet.1": manual,
}
"""The files that are installed, as their paths below `docs` and below where it is installed."""


def completions(options: Any) -> int:
    """`broadsheet completions SHELL`: print the script."""
    from reader.cli.arguments import parser

    made = {"bash": bash, "zsh": zsh, "fish": fish}[options.shell]
    print(made(tree(parser())), end="")
    return 0


def write(folder: Path) -> None:
    """Make the files below a folder."""
    from reader.cli.arguments import parser

    top = tree(parser())
    for name, made in MADE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made(top), encoding="utf-8")


if __name__ == "__main__":
    write(Path("docs"))
