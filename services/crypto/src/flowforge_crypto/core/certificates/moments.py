"""Points in time that certificates and revocation lists can have."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

FIRST_YEAR = 1950


def in_utc(moment: datetime) -> datetime:
    """Return *moment* in UTC; without a zone it is in UTC already. Raises ValueError before 1950."""
    try:
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("give a time from 1950 to 9999") from error
    if aware.year < FIRST_YEAR:
        raise ValueError("give a time from 1950 to 9999")
    return aware


Moment = Annotated[datetime, AfterValidator(in_utc)]
