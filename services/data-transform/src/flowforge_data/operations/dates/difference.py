"""Calculate the time between two dates: in each unit, in years, months and days, and in working days."""

from pydantic import BaseModel, Field

from flowforge_data.core.values.moments.forms import (
    RUN,
    DateText,
    UnknownCalendar,
    UnknownZone,
    UnreadableDate,
)
from servicekit import RequestBody, operation


class DifferenceForm(RequestBody):
    start: DateText = Field(description="The first date.")
    end: DateText = Field(description="The second date.")
    time_zone: str | None = Field(None, max_length=60, description="Time zone of dates without one.")
    day_first: bool | None = Field(None, description="Whether 01/02/2024 is the first of February.")
    country: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", description="Country whose holidays are no working days."
    )
    subdivision: str | None = Field(None, max_length=10, description="Its state or province, such as BY.")


class DifferenceResult(BaseModel):
    seconds: float = Field(description="The whole time in seconds; negative if the end is before the start.")
    minutes: float = Field(description="The same in minutes.")
    hours: float = Field(description="The same in hours.")
    days: float = Field(description="The same in days of 24 hours.")
    weeks: float = Field(description="The same in weeks.")
    calendar_days: int = Field(description="Midnights between both dates.")
    working_days: int = Field(
        description="Days from the start until before the end, without weekends and holidays."
    )
    years_part: int = Field(description="Whole years.")
    months_part: int = Field(description="Whole months after the years.")
    days_part: int = Field(description="Days after the months.")
    iso: str = Field(description="The duration in ISO 8601, such as P1Y2M3DT4H5M6S.")


@operation(
    "/dates/difference",
    errors=[UnreadableDate, UnknownZone, UnknownCalendar],
    run=RUN,
    example={"start": "2024-01-31", "end": "2024-03-01"},
)
def date_difference(form: DifferenceForm) -> DifferenceResult:
    from flowforge_data.core.values.moments.calculating import difference  # noqa: PLC0415 - calendars are for workers
    from flowforge_data.core.values.moments.reading import in_zone, read_moment, zone_of  # noqa: PLC0415 - likewise

    zone = zone_of(form.time_zone, "time_zone")
    start = read_moment(form.start, day_first=form.day_first, field="start")
    end = read_moment(form.end, day_first=form.day_first, field="end")
    start, end = (one if one.tzinfo is not None else in_zone(one, zone) for one in (start, end))
    return DifferenceResult.model_validate(difference(start, end, form.country, form.subdivision))
