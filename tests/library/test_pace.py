"""When a feed is asked for again, when it has moved, and what headers say of that: no clock, no network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.library.feeds import judging, moves, pace
from reader.library.feeds.doctor import examine
from reader.library.feeds.moves import Evidence, weigh
from reader.library.feeds.pace import DAY, HOUR, MINUTE, Wish, rhythm_of, usual
from reader.models import Feed, Health, Wishes
from reader.sources.http.answers import Failed, Hop, Terms
from reader.sources.http.freshness import fresh_seconds, retry_seconds

NONE = Wish()
NOW = int(datetime(2026, 11, 27, 12, 30, tzinfo=UTC).timestamp())  # a Friday
DATE = "Fri, 27 Nov 2026 12:30:00 GMT"


def next_time(
    wish: Wish = NONE,
    *,
    minutes: int = 0,
    rhythm: int = 2 * HOUR,
    newest: int = NOW,
    chance: float = 0,
) -> int:
    return pace.next_time(NOW, pace=minutes, rhythm=rhythm, newest=newest, wish=wish, chance=chance)


def test_a_feed_is_asked_for_twice_for_each_entry_between_a_quarter_of_an_hour_and_a_day() -> None:
    assert next_time() == NOW + HOUR
    assert next_time(rhythm=MINUTE) == NOW + 15 * MINUTE
    assert next_time(rhythm=9 * DAY) == NOW + DAY
    assert next_time(rhythm=0, newest=0) == NOW + HOUR
    assert next_time(rhythm=MINUTE, newest=NOW - 2 * DAY) == NOW + 6 * HOUR  # quiet for long
    assert usual(MINUTE, NOW - 400 * DAY, NOW) == DAY
    assert rhythm_of([NOW, NOW - HOUR]) == 0
    assert rhythm_of([NOW, NOW - HOUR, NOW, NOW - 3 * HOUR, NOW - 9 * HOUR]) == 2 * HOUR


def test_what_server_and_feed_wish_counts_for_a_day_at_most() -> None:
    assert next_time(Wish(fresh=3 * HOUR)) == NOW + 3 * HOUR
    assert next_time(Wish(fresh=60, ttl=2 * HOUR)) == NOW + 2 * HOUR
    assert next_time(Wish(fresh=365 * DAY)) == NOW + DAY
    assert next_time(Wish(fresh=3 * HOUR, skip_hours=(1,)), minutes=20) == NOW + 20 * MINUTE


def test_hours_and_days_to_be_skipped_are() -> None:
    at = datetime.fromtimestamp(next_time(Wish(skip_hours=(13, 14))), UTC)
    assert (at.day, at.hour) == (27, 15)
    at = datetime.fromtimestamp(next_time(Wish(skip_days=(4, 5))), UTC)
    assert (at.day, at.hour) == (29, 0)
    assert next_time(Wish(skip_hours=tuple(range(24)))) == NOW + HOUR  # never is no answer


def test_chance_spreads_what_was_asked_at_one_moment() -> None:
    assert next_time(chance=1) == NOW + HOUR + 6 * MINUTE
    assert next_time(rhythm=9 * DAY, chance=1) == NOW + DAY + 10 * MINUTE


def test_errors_back_off_and_retry_after_is_kept_to() -> None:
    def due(failures: int, **terms: str) -> int:
        before = Health(failures=failures, etag='"x"', succeeded=7)
        failed = Failed("cannot answer now", 503, Terms(**terms))
        after = judging.refused(before, failed, NOW, minutes=0, chance=0)
        assert (after.etag, after.succeeded, after.failures) == ('"x"', 7, failures + 1)
        assert after.held <= after.due
        return after.due

    assert [due(n) - NOW for n in range(3)] == [15 * MINUTE, 30 * MINUTE, HOUR]
    assert due(50) == NOW + DAY
    assert due(0, retry_after="7200") == NOW + 2 * HOUR
    assert due(0, retry_after="Fri, 27 Nov 2026 15:30:00 GMT") == NOW + 3 * HOUR
    assert due(0, retry_after="99999999999") == NOW + 15 * MINUTE  # no such number
    assert due(0, retry_after="9999999999") == NOW + 7 * DAY
    assert pace.after_trouble(NOW, pace=120, failures=1, chance=0) == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("terms", "seconds"),
    [
        (Terms(), 0),
        (Terms(cache_control="public, max-age=600"), 600),
        (Terms(cache_control='Max-Age="600"', age="100"), 500),
        (Terms(cache_control="no-cache, max-age=600"), 0),
        (Terms(expires="Fri, 27 Nov 2026 13:30:00 GMT", date=DATE), HOUR),
        (Terms(expires="Fri, 27 Nov 2026 13:30:00 GMT"), HOUR),
        (Terms(expires="Thu, 01 Jan 1970 00:00:00 GMT", date=DATE), 0),
        (Terms(expires="0"), 0),
        (Terms(cache_control="s-maxage=600"), 0),
        (Terms(cache_control="max-age=-5"), 0),
    ],
)
def test_freshness_is_read_from_the_headers(terms: Terms, seconds: int) -> None:
    assert fresh_seconds(terms, NOW) == seconds


def test_retry_after_is_a_number_or_a_date() -> None:
    for text, seconds in {"120": 120, "": 0, "soon": 0, "-3": 0, DATE: 0}.items():
        assert retry_seconds(Terms(retry_after=text), NOW) == seconds, text


def test_a_feed_has_moved_when_it_said_so_on_three_days() -> None:
    moved = [Hop(301, "https://new.example/feed"), Hop(302, "https://cdn.example/1")]
    known = Evidence()
    for day, settled in ((1, False), (1, False), (2, False), (2, False), (9, True)):
        known = weigh(known, moved, day)
        assert known.settled is settled, day
    assert known.target == "https://new.example/feed"  # not where a temporary one leads
    assert weigh(known, [Hop(308, "https://other.example/")], 10) == Evidence(
        "https://other.example/", 1, 10
    )
    assert weigh(known, [Hop(302, "https://login.example/")], 10) == Evidence()
    assert weigh(known, [], 10) == Evidence()
    assert moves.lead([Hop(301, "https://a/"), Hop(308, "https://b/")]) == "https://b/"


def test_the_doctor_says_what_is_amiss_and_when_a_feed_is_asked_again() -> None:
    def feed(key: int, wishes: Wishes = Wishes("Paper"), **health: object) -> Feed:  # noqa: B008
        known = Health(due=NOW + HOUR, **health)  # type: ignore[arg-type]
        address = f"https://paper.example/{key}"
        return Feed(key, address, "", False, "", "", "", "", wishes, (), 0, 0, 0, known)

    well = {"succeeded": NOW - HOUR, "entries": 3, "newest": NOW - HOUR}
    failing = {**well, "trouble": "is empty", "failures": 2, "succeeded": NOW - 3 * DAY}
    feeds = [
        feed(1, **well),
        feed(2, Wishes("Quick", pace=60), **well),
        feed(3, **failing),
        feed(4, trouble="is not there", failures=1),
        feed(5, **well | {"gone": True}),
        feed(6, **well | {"newest": NOW - 800 * DAY, "took": 12_000, "entries": 0}),
        feed(7, **well | {"moved_to": "https://new.example/?token=x", "moved_days": 2}),
        feed(8, **failing | {"held": NOW + HOUR}),
    ]
    found = {each.feed.key: each for each in examine(feeds, NOW)}
    assert list(found) == [5, 4, 3, 8, 7, 6, 1, 2]
    assert {k: [f.complaint for f in each.findings] for k, each in found.items()} == {
        1: [],
        2: [],
        3: ["failing"],
        4: ["never"],
        5: ["gone"],
        6: ["empty", "slow", "old"],
        7: ["moved"],
        8: ["failing", "held"],
    }
    assert (
        found[3].findings[0].sentence == "It is empty, 2 times by now. It last answered 3 days ago."
    )
    assert "token=…" in found[7].findings[0].sentence
    assert found[5].next_try == "never by itself: it is gone"
    assert found[2].next_try == "in 60 minutes: every 60 minutes, as you chose"
    assert found[8].next_try == "in 60 minutes: its server asked to be let alone"
    assert found[4].next_try == "in 60 minutes: it failed 1 time in a row"


def test_a_time_is_told_in_the_largest_unit_of_which_there_are_two_or_in_years() -> None:
    def told(seconds: int) -> str:
        health = Health(due=NOW + seconds, failures=2, succeeded=NOW, newest=NOW)
        address = "https://paper.example/feed"
        wishes = Wishes("Paper")
        feed = Feed(1, address, "", False, "", "", "", "", wishes, (), 0, 0, 0, health)
        return examine([feed], NOW)[0].next_try

    for seconds, time in (
        (20, "1 minute"),
        (90 * MINUTE, "90 minutes"),
        (2 * HOUR, "2 hours"),
        (2 * DAY - 1, "47 hours"),
        (2 * DAY, "2 days"),
        (365 * DAY - 1, "364 days"),
        (365 * DAY, "1 year"),
        (800 * DAY, "2 years"),
    ):
        assert told(seconds) == f"in {time}: it failed 2 times in a row"
