from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from flowforge_crypto.core.certificates.moments import Moment

READ = TypeAdapter(Moment).validate_python


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2026-01-01T00:00:00", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T02:00:00+02:00", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1950-01-01T00:00:00Z", datetime(1950, 1, 1, tzinfo=UTC)),
    ],
)
def test_times_are_in_utc(given: str, moment: datetime) -> None:
    assert (READ(given), READ(given).tzinfo) == (moment, UTC)


@pytest.mark.parametrize(
    "given", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1949-12-31T23:59:59Z"]
)
def test_times_that_no_certificate_has(given: str) -> None:
    with pytest.raises(ValidationError, match="give a time from 1950 to 9999"):
        READ(given)
