"""What the operations on dates take in and give back."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from servicekit import InvalidInput, Process

RUN = Process(max_memory_bytes=384 << 20)


class UnreadableDate(InvalidInput):
    code = "DATE_UNREADABLE"
    message = "'{field}' is no date that can be read: {value}. {hint}."


class UnknownZone(InvalidInput):
    code = "TIME_ZONE_UNKNOWN"
    message = "'{field}' is {value}, which is no time zone: use a name such as Europe/Berlin, or UTC."


class UnknownCalendar(InvalidInput):
    code = "CALENDAR_UNKNOWN"
    message = "'{field}' is {value}, whose holidays are not known: use ISO 3166 codes, such as DE and BY."


class DateOutOfRange(InvalidInput):
    code = "DATE_OUT_OF_RANGE"
    message = "The result lies outside the years 1 to 9999."


class InvalidRule(InvalidInput):
    code = "RECURRENCE_INVALID"
    message = "'rule' is {value}, which is no recurrence such as FREQ=WEEKLY;BYDAY=MO: {reason}."


class InvalidRange(InvalidInput):
    code = "RANGE_INVALID"
    message = "The dates from 'start' cannot be listed: {reason}."


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("a date is required, such as 2024-02-29 or 29 Feb 2024 14:30")
    return value


DateText = Annotated[str, Field(max_length=200), AfterValidator(_not_blank)]


class Moment(BaseModel):
    iso: str = Field(description="ISO 8601; with the offset if the time zone is known.")
    date: str = Field(description="The date, such as 2024-02-29.")
    time: str = Field(description="The time, such as 14:30:00.")
    time_zone: str | None = Field(description="The time zone; null if none was given.")
    unix: float | None = Field(description="Seconds since 1970 in UTC; null without a time zone.")
    weekday: str = Field(description="The day of the week in English.")
    weekday_number: int = Field(description="1 for Monday to 7 for Sunday.")
    week: int = Field(description="Calendar week of ISO 8601.")
    week_year: int = Field(description="The year that the calendar week belongs to.")
    quarter: int = Field(description="1 to 4.")
    day_of_year: int = Field(description="1 to 366.")
    is_weekend: bool = Field(description="Whether it is a Saturday or a Sunday.")
    is_leap_year: bool = Field(description="Whether the year has 366 days.")
