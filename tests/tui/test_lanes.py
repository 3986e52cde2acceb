"""Lanes: in order, the newest question first, and no change of state lost at the end."""

from __future__ import annotations

import threading

from reader.tui.lanes import Lane


def held(lane: Lane) -> threading.Event:
    """Keep the lane busy until the event is set; returns once it is."""
    busy, go = threading.Event(), threading.Event()

    def job() -> None:
        busy.set()
        go.wait()

    lane.submit(job)
    busy.wait()
    return go


def test_jobs_are_done_in_their_order() -> None:
    lane, done = Lane("test", lossless=True), list[int]()
    for number in range(20):
        lane.submit(lambda n=number: done.append(n))  # type: ignore[misc]
    assert lane.close()
    assert done == list(range(20))


def test_a_waiting_question_gives_way_to_a_newer_one() -> None:
    lane, done, last = Lane("test", newest=True), list[int](), threading.Event()
    go = held(lane)
    for number in range(5):
        lane.submit(lambda n=number: done.append(n))  # type: ignore[misc]
    lane.submit(last.set)
    go.set()
    last.wait()
    assert done == []
    assert lane.close()


def test_a_question_still_being_answered_does_not_hold_up_the_end() -> None:
    lane = Lane("test")
    go = held(lane)
    assert not lane.close()
    go.set()


def test_a_lane_that_was_never_used_ends_at_once() -> None:
    assert Lane("test").close()
