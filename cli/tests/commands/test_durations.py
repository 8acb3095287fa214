from datetime import UTC, datetime, timedelta

import pytest

from flowforge_cli.commands.durations import parse_duration, parse_expiry
from flowforge_cli.errors import InvalidDuration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("30d", timedelta(days=30)),
        ("2w", timedelta(days=14)),
    ],
)
def test_lengths(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


def test_dates_without_a_zone_are_utc() -> None:
    assert parse_expiry("2030-12-31") == datetime(2030, 12, 31, tzinfo=UTC)
    assert parse_expiry("2030-12-31T18:00:00+02:00") == datetime(2030, 12, 31, 16, tzinfo=UTC)


def test_a_length_counts_from_now() -> None:
    before = datetime.now(UTC)
    assert before + timedelta(days=30) <= parse_expiry("30d") <= datetime.now(UTC) + timedelta(days=30)


@pytest.mark.parametrize("text", ["", "30", "d30", "1y", "1.5h", "-1h", "2030-13-01"])
def test_what_cannot_be_read_is_said_so(text: str) -> None:
    with pytest.raises(InvalidDuration, match="use"):
        parse_expiry(text)
