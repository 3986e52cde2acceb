"""A date is what the text says, or unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.dates import iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-01-04", "2019-01-04"),
        ("2019-01-04T13:05:00Z", "2019-01-04T13:05:00Z"),
        ("2019-01-04T13:05:00.123+02:00", "2019-01-04T11:05:00Z"),
        ("2019-01-04 23:30 -0500", "2019-01-05T04:30:00Z"),
        ("Fri, 04 Jan 2019 13:05:00 GMT", "2019-01-04T13:05:00Z"),
        ("Jan 4, 2019 1:05 PM EST", "2019-01-04T18:05:00Z"),
        ("2019-01-04T13:05:00", "2019-01-04"),
        ("4th January 2019", "2019-01-04"),
        ("13/01/2019", "2019-01-13"),
        ("01/13/2019", "2019-01-13"),
        ("04.01.2019", "2019-01-04"),
        ("29 February 2020", "2020-02-29"),
        ("20190104", "2019-01-04"),
        ("2019-01-04+02:00", "2019-01-04"),
        ("le 1er mai 2020", "2020-05-01"),
        ("Sexta-feira, 4 de janeiro de 2019", "2019-01-04"),
    ],
)
def test_a_full_date_is_read(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "May 2020", "2020", "Friday", "January 4", "today", "yesterday", "10:30", "04/05/2019",
     "1/4/19", "31 February 2019", "2019-13-45", "version 2019.1", "9" * 50, "1 2 3", "4 Jan 2019 UTC", "12 monkeys 1995"],
)  # fmt: skip
def test_what_is_not_one_day_is_unknown(text: str) -> None:
    assert iso_date(text) == ""


def test_a_time_in_a_zone_of_several_meanings_leaves_the_day() -> None:
    assert iso_date("Jan 4, 2019 1:05 PM IST") == "2019-01-04"


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2500, 1, 1)))
def test_every_day_survives_being_written_out(day: date) -> None:
    assert iso_date(day.isoformat()) == day.isoformat()
    assert iso_date(f"{day:%A}, {day:%B} {day.day}, {day.year}") == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    iso_date(text)
