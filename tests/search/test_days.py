"""Dates as they are typed, on a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from reader.search.days import Days, days

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("date:today", "2026-03-31", "2026-04-01"),
        ("date:yesterday", "2026-03-30", "2026-03-31"),
        ("date:1d", "2026-03-31", "2026-04-01"),
        ("date:7d", "2026-03-25", "2026-04-01"),
        ("date:2w", "2026-03-18", "2026-04-01"),
        ("date:1m", "2026-03-01", "2026-04-01"),
        ("date:3m", "2026-01-01", "2026-04-01"),
        ("date:1y", "2025-04-01", "2026-04-01"),
        ("date:2024", "2024-01-01", "2025-01-01"),
        ("date:2024-2", "2024-02-01", "2024-03-01"),
        ("date:2024-12", "2024-12-01", "2025-01-01"),
        ("date:2024/02/29", "2024-02-29", "2024-03-01"),
        ("date:2026-11-01..2026-11-10", "2026-11-01", "2026-11-11"),
        ("date:2025..2026-01", "2025-01-01", "2026-02-01"),
        ("date:2026-11-10..2026-11-01", "2026-11-01", "2026-11-11"),
        ("date:yesterday..", "2026-03-30", None),
        ("date:..yesterday", None, "2026-03-31"),
        ("after:2026-11-01", "2026-11-01", None),
        ("after:2d", "2026-03-30", None),
        ("before:2026-11", None, "2026-11-01"),
        ("before:2d", None, "2026-03-30"),
        ("date:9999", "9999-01-01", None),
        ("date:9999-12", "9999-12-01", None),
        ("date:9999-12-31", "9999-12-31", None),
        ("date:9999y", "0001-01-01", "2026-04-01"),
        ("before:9999w", "", "1834-08-13"),
    ],
)
def test_what_is_typed_stands_for_these_days(text: str, first: str | None, end: str | None) -> None:
    field, _, value = text.partition(":")
    expected = Days(
        date.fromisoformat(first) if first else None, date.fromisoformat(end) if end else None
    )
    assert days(field, value, TODAY) == expected


@pytest.mark.parametrize(
    "value",
    ["", "..", "soon", "0d", "7", "7h", "12345d", "2026-", "2026-00", "2025-02-29", "0000", "٢d"],
)
def test_what_is_no_date_is_told_from_one(value: str) -> None:
    assert days("date", value, TODAY) is None


@pytest.mark.parametrize("value", ["1d", "1m", "1y", "2026", "today"])
def test_newer_and_older_are_complements(value: str) -> None:
    newer, older = days("after", value, TODAY), days("before", value, TODAY)
    assert newer and older
    assert (newer.first, newer.end, older.first) == (older.end, None, None)
