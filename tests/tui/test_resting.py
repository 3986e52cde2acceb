"""Garbage is looked for while nobody presses a key."""

from __future__ import annotations

import gc
import subprocess
import sys

WATCHED = """
import gc, time
from reader.tui.control import resting
gc.disable()
rest = resting.Rest()
resting.REST_S = 0.0
rest.begin()
looks = []
gc.callbacks.append(lambda phase, info: looks.append((phase, info["generation"])))
kept = [[n] for n in range(300_000)]
young = ("stop", 2) not in looks
rest.disturb()
kept = [[n] for n in range(300_000)]
rest.look()
print(gc.isenabled(), young, ("stop", 2) in looks, gc.get_freeze_count() > 300_000)
del looks[:]
rest.look()
print(looks)
"""


def test_all_is_looked_through_in_a_rest_alone_and_once() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True
    ).stdout
    assert told.split("\n")[:2] == ["True True True True", "[]"]


def test_it_is_left_to_python_where_nobody_turned_it_off() -> None:
    from reader.tui.control.resting import Rest

    before = gc.get_threshold()
    Rest().begin()
    assert gc.get_threshold() == before and gc.isenabled()
