"""The terminal the end-to-end tests use does what it says."""

import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

PYTHON = sys.executable
ECHO = "import sys\nfor l in sys.stdin: print('got', l.strip(), flush=True)"
SIZE = """
import os, signal
changed = {signal.SIGWINCH}
signal.pthread_sigmask(signal.SIG_BLOCK, changed)
while True:
    print('size', *os.get_terminal_size(), flush=True)
    signal.sigwait(changed)
"""


def python(script: str, **options: object) -> Terminal:
    return Terminal([PYTHON, "-c", script], cols=60, rows=10, **options)  # type: ignore[arg-type]


def test_what_is_typed_reaches_the_command_and_its_answer_the_screen() -> None:
    with python(ECHO) as terminal:
        terminal.send("hello wörld", "enter")
        terminal.wait_for("got hello wörld")


def test_a_text_that_spells_a_key_can_be_typed() -> None:
    with python(ECHO) as terminal:
        terminal.type("enter")
        terminal.send("enter")
        terminal.wait_for("got enter")


def test_a_resize_is_seen_by_the_command() -> None:
    with python(SIZE) as terminal:
        terminal.wait_for("size 60 10")
        terminal.resize(100, 30)
        terminal.wait_for("size 100 30")
        assert len(terminal.screen) == 30


def test_control_sequences_act_on_the_screen_and_are_kept_in_the_raw_bytes() -> None:
    with python(r"print('one\x1b[2J\x1b[3;5Htwo\x1b]52;c;aGk=\x07')") as terminal:
        assert terminal.wait_for_end() == 0
        assert terminal.screen[2] == "    two"
        assert "one" not in terminal.text
        assert b"\x1b]52;c;aGk=\x07" in terminal.raw


def test_a_condition_that_never_holds_fails_with_the_screen() -> None:
    with (
        python("print('all there is')") as terminal,
        pytest.raises(AssertionError, match=r"(?s)status 0.*all there is"),
    ):
        terminal.wait_for("something else")


def test_waiting_ends_at_its_time_limit_while_the_command_runs_on() -> None:
    with python(ECHO) as terminal:
        with pytest.raises(AssertionError, match="in vain"):
            terminal.wait_for("never", timeout=0.05)
        assert terminal.status is None


def test_control_c_interrupts_the_command() -> None:
    with python("import time\nprint('ready', flush=True)\ntime.sleep(60)") as terminal:
        terminal.wait_for("ready")
        terminal.send("ctrl+c")
        terminal.wait_for("KeyboardInterrupt")


def test_closing_ends_a_command_that_ignores_the_gentle_signal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.terminal.GRACE", 0.1)
    script = "import signal\nsignal.signal(15, signal.SIG_IGN)\nprint('up', flush=True)"
    terminal = python(script + "\nwhile True: signal.pause()")
    terminal.wait_for("up")
    terminal.close()
    assert terminal.status == -9


def test_only_the_named_environment_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET", "x")
    script = "import os; print(os.environ.get('SECRET'), os.environ['TERM'], os.getcwd())"
    with python(script, env={"TERM": "dumb"}, cwd=tmp_path) as terminal:
        terminal.wait_for_end()
        assert terminal.screen[0].startswith("None dumb /")
