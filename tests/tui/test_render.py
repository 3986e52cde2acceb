"""Ages, dates and titles as words, cut to fit, with nothing left that a terminal obeys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.models import Article, Headline
from reader.tui.render import (
    age,
    byline,
    day,
    drawable,
    fit,
    fit_words,
    link_target,
    reading_time,
    title,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp()
MINUTE, HOUR, DAY = 60, 3600, 86400
TOKYO = timezone(timedelta(hours=9))
FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (0, "now"),
        (59, "now"),
        (MINUTE, "1m"),
        (59 * MINUTE + 59, "59m"),
        (HOUR, "1h"),
        (DAY - 1, "23h"),
        (DAY, "1d"),
        (7 * DAY - 1, "6d"),
        (7 * DAY, "16 Nov"),
        (200 * DAY, "7 May"),
        (400 * DAY, "Oct 2025"),
        (-5 * MINUTE, "now"),
        (-3 * DAY, "26 Nov"),
        (-400 * DAY, "Dec 2027"),
        (NOW, "Jan 1970"),
        (NOW + 100 * 365 * DAY, "Jan 1870"),
        (-1e18, ""),
    ],
)
def test_an_age_is_as_exact_as_a_glance_needs(ago: float, expected: str) -> None:
    assert age(NOW - ago, NOW, tz=UTC) == expected


def test_an_age_counts_dates_in_the_readers_zone() -> None:
    late = datetime(2026, 1, 4, 23, 30, tzinfo=UTC).timestamp()
    assert (age(late, NOW, tz=UTC), age(late, NOW, tz=TOKYO)) == ("4 Jan", "5 Jan")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-11-23", "today"),
        ("2026-11-22", "1d"),
        ("2026-11-17", "6d"),
        ("2026-11-16", "16 Nov"),
        ("2026-11-25", "25 Nov"),
        ("2019-01-04", "Jan 2019"),
        ("2026-02-31", ""),
    ],
)
def test_a_day_without_a_time_claims_no_hours(published: str, expected: str) -> None:
    assert age(0, NOW, published, tz=UTC) == expected


@given(st.floats(-1e12, 1e12), st.sampled_from(["", "2019-01-04", "2026-11-23"]))
def test_an_age_never_takes_more_than_eight_cells(when: float, published: str) -> None:
    assert cell_len(age(when, NOW, published, tz=UTC)) <= 8


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("", ""),
        ("2019-01-04", "4 January 2019"),
        ("2019-01-04T23:05:00Z", "5 January 2019, 08:05"),
        ("2019-01-04T13:05:00+02:00", "4 January 2019, 20:05"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("last \x1b[31mspring", "last spring"),
    ],
)
def test_a_date_is_told_in_words_and_local_time(published: str, expected: str) -> None:
    assert day(published, TOKYO) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (0, ""),
        (1, "1 min"),
        (238, "1 min"),
        (239, "2 min"),
        (238 * 60, "1 h"),
        (48_000, "3 h 22 min"),
    ],
)
def test_reading_time_is_rounded_up_to_minutes(words: int, expected: str) -> None:
    assert reading_time(words) == expected


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("short", 10, "short"),
        ("exact", 5, "exact"),
        ("rather long", 7, "rather…"),
        ("rather long", 8, "rather…"),
        ("two\n lines\tof", 20, "two lines of"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("", 0, ""),
        ("東京都庁", 6, "東京…"),
        ("東京都庁", 8, "東京都庁"),
        (FAMILY * 3, 5, FAMILY * 2 + "…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("soft\u00adhyphen", 10, "softhyphen"),
        ("[red]x[/red]", 20, "[red]x[/red]"),
        ("a\x1b]52;c;AA\x07b\u202ec", 20, "abc"),
    ],
)
def test_text_is_cut_to_fit_with_an_ellipsis(text: str, cells: int, expected: str) -> None:
    assert fit(text, cells) == expected


@given(st.text(), st.integers(0, 30))
def test_fitted_text_is_one_safe_line_and_never_too_wide(text: str, cells: int) -> None:
    fitted = fit(text, cells)
    assert cell_len(fitted) <= cells
    assert all(c >= " " and not "\x7f" <= c <= "\x9f" for c in fitted)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (99, "Marked 342 articles read; u takes it back."),
        (36, "Marked 342 articles read; u takes…"),
        (33, "Marked 342 articles read; u…"),
        (27, "Marked 342 articles read…"),
        (4, "Mar…"),
        (0, ""),
    ],
)
def test_a_sentence_is_cut_between_words(cells: int, expected: str) -> None:
    assert fit_words("Marked 342 articles read; u takes it back.", cells) == expected
    assert fit_words("東京都庁東京都庁", 6) == "東京…"
    assert fit_words("https://example.org/a/very/long/one", 12) == "https://exa…"


def test_joiners_stay_in_emoji_and_cannot_hide_the_width_of_letters() -> None:
    assert drawable(FAMILY) == FAMILY
    assert fit("x\u200dy\u200dz" * 4, 5) == "xyzx…"
    assert cell_len(drawable("x\u200dy\u200dz")) == 3


def test_a_title_that_says_nothing_is_untitled() -> None:
    assert [title(text) for text in ("", " \n ", "\x1b[2J", " A  story ")] == [
        "Untitled",
        "Untitled",
        "Untitled",
        "A story",
    ]


def make(author: str, source: str, published: str, words: int) -> Article:
    headline = Headline(1, "a", "T", source, published, 0, 0, words, False, False)
    return Article(headline, author, "", "en", "o", False, ())


def test_a_byline_tells_what_is_known() -> None:
    full = make("Ada Brown", "The Tide", "2019-01-04", 900)
    assert byline(full) == "The Tide · Ada Brown · 4 January 2019 · 4 min"
    assert byline(make("", "The Tide", "", 0)) == "The Tide"
    assert byline(make("", "", "", 0)) == ""


def test_a_byline_does_not_repeat_a_source_that_signs_its_own_articles() -> None:
    assert byline(make("the tide", "The Tide", "", 0)) == "The Tide"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "HTTP://example.org",
        "mailto:a@example.org",
        "https://例え.jp/",
    ],
)
def test_an_address_of_the_web_or_of_mail_may_be_followed(address: str) -> None:
    assert link_target(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://example.org/\x1b\\\x1b]52;c;AA\x07",
        "https://example.org/\x9c",
        "https://example.org/a b",
        "https://example.org/\u202egpj",
        "https://example.org/\n",
        "//example.org",
    ],
)
def test_any_other_address_leads_nowhere(address: str) -> None:
    assert link_target(address) == ""
