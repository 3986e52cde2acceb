"""Whether a command line would let what a stranger wrote become commands. Pure.

We run a command without a shell. But the command may be one itself, start one on another
machine, or hand its words to one; then text that is put into it, or comes on its standard
input, would be read as that shell's language. Who types a command for a shell is told so.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from reader.light import pattern

_INTERPRETER = pattern(
    r"(?:ba|da|z|k|mk|c|tc|a|fi)?sh|busybox"
    r"|(?:python|pypy|perl|ruby|node|deno|php|lua|osascript|pwsh|[gm]?awk)[\d.]*"
)
_PROGRAM = pattern(r"-[a-zA-Z]*[ceE]|--(?:command|eval|execute)")
"""The option after which an interpreter is given what it is to run."""
_REMOTE = frozenset({"ssh", "slogin", "rsh", "mosh", "autossh", "dbclient", "plink"})
_VALUED = pattern(r"-[bcDEeFIiJLlmOopQRSWw]")
"""Options of ssh with a value in the next word."""
_TIMED = frozenset({"at", "batch", "parallel"})
_PASSING_ON = frozenset({"tmux", "screen", "watch", "script", "su", "runuser", "entr"}) | _TIMED
"""What has its words, put together again, read by a shell."""
_LAUNCHERS = frozenset(
    {"env", "nice", "nohup", "sudo", "doas", "setsid", "time", "exec", "command"}
)
_BLANK = pattern(r"\{\w+\}")


_WORD = pattern(r"""(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+""", re.DOTALL)
"""A word as it is typed, with the quotes in it."""
_SIGN = pattern(r"(\|\|?|&&?|<|;)|\d*(>>?).*|.+(?<!\\)(;)")
"""A shell's own: a file may stand right behind `>`, and `;` right behind a word."""


def runs_blanks(words: Sequence[str]) -> bool:
    """Does a blank like `{title}` stand where a shell would read it as its language?"""
    blank = [bool(_BLANK.search(word)) for word in words]
    for place, name in _programs(words):
        if name == "eval" or name in _REMOTE | _PASSING_ON:
            return any(blank)
        if _INTERPRETER.fullmatch(name):
            rest = range(place + 1, len(words))
            asked = next((n for n in rest if _PROGRAM.match(words[n])), None)
            if asked is not None:
                return any(blank[asked : asked + 2])
            # Without that option the first word that is none names what is run.
            return any(blank[n] for n in [n for n in rest if words[n][:1] != "-"][:1])
    return False


def runs_input(words: Sequence[str]) -> bool:
    """Would what comes on its standard input be run, since nothing else is named to be?"""
    for place, name in _programs(words):
        rest = words[place + 1 :]
        if name in _TIMED:
            return True
        if name in _REMOTE:
            return _remote_runs_input(rest)
        if _INTERPRETER.fullmatch(name):
            asked = any(_PROGRAM.match(word) for word in rest)
            reads = any(re.fullmatch(r"-[a-z]*s|-", word) for word in rest)
            return reads or not (asked or any(word[:1] != "-" for word in rest))
    return False


def shell_sign(typed: str) -> str:
    """The first sign, like `|`, that only a shell understands, in a command as typed; "" if none.

    What is quoted is meant as it stands.
    """
    found = (_SIGN.fullmatch(word) for word in _WORD.findall(typed))
    return next((sign[sign.lastindex or 0] for sign in found if sign), "")


def _remote_runs_input(words: Sequence[str]) -> bool:
    """Of what follows `ssh`: is no command named, so that it is the other machine's shell?"""
    left = list(words)
    while left and left[0][:1] == "-":
        del left[: 2 if _VALUED.fullmatch(left[0]) else 1]
    try:
        command = shlex.split(" ".join(left[1:]))
    except ValueError:
        return True
    return not command or runs_input(command)


def _programs(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The words that may be programs which run others, with their places."""
    before = ""
    for place, word in enumerate(words):
        name = word.removeprefix("!").rpartition("/")[2]
        first = not before or before in _LAUNCHERS or before[:1] == "-" or "=" in before
        if first or name not in _PASSING_ON:
            yield place, name
        before = name
