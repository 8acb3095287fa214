"""List the public holidays of a country in a year, and say whether given dates are working days."""

from pydantic import BaseModel, Field

from flowforge_data.core.values.moments.forms import RUN, DateText, UnknownCalendar, UnreadableDate
from servicekit import RequestBody, operation


class HolidaysForm(RequestBody):
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 code of the country, such as DE.")
    subdivision: str | None = Field(None, max_length=10, description="Its state or province, such as BY.")
    year: int = Field(ge=1950, le=2100, description="The year.")
    dates: list[DateText] = Field([], max_length=1_000, description="Dates to look up.")
    language: str | None = Field(None, max_length=10, description="Language of the names, such as en_US.")


class Holiday(BaseModel):
    date: str = Field(description="The date.")
    name: str = Field(description="The name of the holiday.")
    weekday: str = Field(description="The day of the week in English.")


class WorkingDay(BaseModel):
    date: str = Field(description="The date.")
    working_day: bool = Field(description="Whether it is neither a weekend nor a holiday.")
    holiday: str | None = Field(description="The holiday, if it is one.")


class HolidaysResult(BaseModel):
    holidays: list[Holiday] = Field(description="The holidays of the year, in order.")
    dates: list[WorkingDay] = Field(description="The answer for each date.")


@operation(
    "/dates/holidays",
    errors=[UnknownCalendar, UnreadableDate],
    run=RUN,
    example={"country": "DE", "year": 2024},
)
def list_holidays(form: HolidaysForm) -> HolidaysResult:
    from flowforge_data.core.values.moments.calendars import calendar_of, is_working_day  # noqa: PLC0415 - for workers
    from flowforge_data.core.values.moments.reading import read_moment  # noqa: PLC0415 - likewise

    calendar = calendar_of(form.country, form.subdivision, form.language, form.year)
    listed = sorted((day, name) for day, name in calendar.items() if day.year == form.year)
    days = [read_moment(one, field="dates").date() for one in form.dates]
    return HolidaysResult(
        holidays=[Holiday(date=day.isoformat(), name=name, weekday=f"{day:%A}") for day, name in listed],
        dates=[
            WorkingDay(
                date=day.isoformat(), working_day=is_working_day(day, calendar), holiday=calendar.get(day)
            )
            for day in days
        ],
    )
