"""How long a feed is left in peace, and which machines nobody is led to."""

from __future__ import annotations

import pytest

from reader.sources.http import pace
from reader.sources.http.addresses import is_public

NOW = 1_700_000_000.0  # Tue, 14 Nov 2023 22:13:20 GMT
HOUR, DAY = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("published", "wait"),
    [
        ([], pace.FIRST),
        ([NOW, NOW - 60], pace.FIRST),
        ([NOW - 60 * n for n in range(50)], pace.SHORTEST),
        ([NOW - 4 * HOUR * n for n in range(9)], 2 * HOUR),
        ([NOW - 30 * DAY * n for n in range(9)], pace.LONGEST),
        ([NOW - 365 * DAY - 60 * n for n in range(9)], pace.LONGEST),
        ([NOW + 9 * DAY, float("nan"), *(NOW - 4 * HOUR * n for n in range(9))], 2 * HOUR),
    ],
)
def test_the_wait_follows_the_rhythm_of_the_feed(published: list[float], wait: float) -> None:
    assert pace.rhythm(published, NOW) == wait


def test_failures_double_the_wait_up_to_a_day() -> None:
    assert [pace.backed_off(HOUR, n) for n in (0, 1, 2, 5, 9999)] == [
        HOUR,
        2 * HOUR,
        4 * HOUR,
        DAY,
        DAY,
    ]


@pytest.mark.parametrize(
    ("cache", "expires", "date", "seconds"),
    [
        (None, None, None, 0),
        ("public, Max-Age=1800", "0", None, 1800),
        ('max-age="60"', None, None, 60),
        ("max-age=99999999999999999999", None, None, DAY),
        ("max-age=-5", None, None, 0),
        ("no-cache", "Tue, 14 Nov 2023 23:13:20 GMT", None, HOUR),
        (None, "Tue, 14 Nov 2023 23:13:20 GMT", "Tue, 14 Nov 2023 22:43:20 GMT", HOUR / 2),
        (None, "Tue, 14 Nov 2023 21:13:20 GMT", None, 0),
        (None, "-1", None, 0),
    ],
)
def test_an_answer_says_how_long_it_is_fresh(
    cache: str | None, expires: str | None, date: str | None, seconds: float
) -> None:
    assert pace.fresh_for(cache, expires, date, NOW) == seconds


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ("120", NOW + 120),
        ("Tue, 14 Nov 2023 23:13:20 GMT", NOW + HOUR),
        ("999999999999", NOW + pace.LONGEST_WITHHELD),
        ("Tue, 14 Nov 2023 21:13:20 GMT", None),
        ("²", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_server_that_asks_for_peace_gets_it(header: str | None, until: float | None) -> None:
    assert pace.withheld_until(header, NOW) == until


def test_feeds_spread_out_and_never_come_before_the_time_asked_for() -> None:
    assert pace.next_try(NOW, HOUR, 0) == NOW + HOUR
    assert pace.next_try(NOW, HOUR, 1) == NOW + HOUR * 1.1
    assert pace.next_try(NOW, HOUR, 0, withheld=NOW + DAY) == NOW + DAY
    assert pace.next_try(NOW, HOUR, 0, withheld=NOW - DAY) == NOW + HOUR


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        *(
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1%eth0",
            "fc00::1",
            "fec0::1",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "localhost", ""),
    ],
)
def test_private_addresses_are_not_in_whatever_form(number: str) -> None:
    assert not is_public(number)
