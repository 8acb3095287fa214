"""List the dates from one to another: every day, week, month or so, or working days only; as periods too."""

from itertools import pairwise
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_data.core.values.moments.forms import (
    RUN,
    DateText,
    InvalidRange,
    UnknownCalendar,
    UnreadableDate,
)
from servicekit import RequestBody, operation

_MOST = 10_000
Unit = Literal["minutes", "hours", "days", "weeks", "months", "quarters", "years"]


class RangeRequest(RequestBody):
    start: DateText = Field(description="The first date.")
    end: DateText | None = Field(None, description="The last date.")
    count: int | None = Field(None, ge=1, le=_MOST, description="How many dates, instead of 'end'.")
    every: int = Field(1, ge=1, le=10_000, description="How many units from one date to the next.")
    unit: Unit = Field("days", description="Unit of `every`.")
    working_days: bool = Field(default=False, description="Leave out weekends, and holidays of `country`.")
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="ISO 3166 code, such as DE.")
    subdivision: str | None = Field(None, max_length=10, description="State or province, such as BY.")

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if (self.end is None) == (self.count is None):
            raise ValueError("give exactly one of 'end' and 'count'")
        return self


class Period(BaseModel):
    start: str = Field(description="First moment of the period.")
    end: str = Field(description="First moment of the next period.")


class RangeResult(BaseModel):
    dates: list[str] = Field(description="The dates, ISO 8601.")
    count: int = Field(description="How many there are.")
    periods: list[Period] = Field(description="Each date with the next one.")


@operation(
    "/dates/range",
    errors=[UnreadableDate, UnknownCalendar, InvalidRange],
    run=RUN,
    example={"start": "2024-01-31", "count": 3, "unit": "months"},
)
def list_range(request: RangeRequest) -> RangeResult:
    from flowforge_data.core.values.moments.ranges import stepped  # noqa: PLC0415 - for workers

    dates = stepped(request, _MOST)
    return RangeResult(
        dates=dates[:-1],
        count=len(dates) - 1,
        periods=[Period(start=one, end=two) for one, two in pairwise(dates)],
    )
