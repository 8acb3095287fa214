"""Add to a date, or subtract from it: years, months, weeks, days, working days, hours, minutes and seconds.

31 January plus a month is the last day of February. Working days leave out weekends and, with `country`, its
public holidays. In a time zone a day has the same time of the clock, an hour is 60 minutes.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.values.moments.forms import (
    RUN,
    DateOutOfRange,
    DateText,
    Moment,
    UnknownCalendar,
    UnknownZone,
    UnreadableDate,
)
from servicekit import RequestBody, operation


class AddForm(RequestBody):
    date: DateText = Field(description="The date to begin with.")
    years: int = Field(0, ge=-9_999, le=9_999, description="Years; negative to subtract.")
    months: int = Field(0, ge=-120_000, le=120_000, description="Months.")
    weeks: int = Field(0, ge=-500_000, le=500_000, description="Weeks.")
    days: int = Field(0, ge=-3_700_000, le=3_700_000, description="Days.")
    working_days: int = Field(
        0, ge=-20_000, le=20_000, description="Days that are no weekend and no holiday."
    )
    hours: float = Field(0, ge=-1e8, le=1e8, description="Hours.")
    minutes: float = Field(0, ge=-1e9, le=1e9, description="Minutes.")
    seconds: float = Field(0, ge=-1e11, le=1e11, description="Seconds.")
    time_zone: str | None = Field(None, max_length=60, description="Time zone to calculate in.")
    day_first: bool | None = Field(None, description="Whether 01/02/2024 is the first of February.")
    country: str | None = Field(
        None, pattern=r"^[A-Z]{2}$", description="Country of the holidays, such as DE."
    )
    subdivision: str | None = Field(None, max_length=10, description="Its state or province, such as BY.")


class AddResult(BaseModel):
    result: str = Field(description="The new date in ISO 8601.")
    moment: Moment = Field(description="Its parts.")


@operation(
    "/dates/add",
    errors=[UnreadableDate, UnknownZone, UnknownCalendar, DateOutOfRange],
    run=RUN,
    example={"date": "2024-01-31", "months": 1},
)
def add_to_date(form: AddForm) -> AddResult:
    from flowforge_data.core.values.moments.calculating import add  # noqa: PLC0415 - calendars are for workers
    from flowforge_data.core.values.moments.reading import described, in_zone, read_moment, zone_of  # noqa: PLC0415 - likewise

    zone = zone_of(form.time_zone, "time_zone")
    start = in_zone(read_moment(form.date, day_first=form.day_first), zone)
    steps = {
        name: getattr(form, name)
        for name in ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
    }
    moment = add(start, steps, form.working_days, form.country, form.subdivision)
    is_date = len(form.date.strip()) <= len("2024-02-29") and not any(
        (form.hours, form.minutes, form.seconds)
    )
    return AddResult(
        result=moment.date().isoformat() if is_date else moment.isoformat(), moment=described(moment)
    )
