"""Read dates in many spellings, move them to a time zone, and format them.

ISO 8601, Unix seconds and milliseconds, and the usual spellings in words are read; `format` reads any other.
A date such as 01/02/2024 means two days: it is refused unless `day_first` says which one. Many dates can be
sent in one call, each with its own answer.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.values.moments.forms import RUN, DateText, Moment, UnknownZone
from servicekit import RequestBody, operation


class ParseDatesForm(RequestBody):
    date: DateText | None = Field(None, description="The date.")
    dates: list[DateText] = Field([], max_length=10_000, description="Several dates, instead of one.")
    format: str | None = Field(
        None, max_length=100, description="strftime format of the dates, such as %d.%m.%y."
    )
    day_first: bool | None = Field(None, description="Whether 01/02/2024 is the first of February.")
    language: str | None = Field(
        None, pattern=r"^[a-z]{2}$", description="Language of month names; detected."
    )
    time_zone: str | None = Field(None, max_length=60, description="Time zone of dates without one.")
    to_time_zone: str | None = Field(None, max_length=60, description="Time zone of the result.")
    output_format: str | None = Field(None, max_length=100, description="strftime format of `formatted`.")


class ParsedDate(BaseModel):
    value: str = Field(description="The text that was given.")
    valid: bool = Field(description="Whether it could be read.")
    formatted: str | None = Field(description="The date in `output_format`, by default ISO 8601.")
    moment: Moment | None = Field(description="Its parts; null if it could not be read.")
    reason: str | None = Field(description="Why it could not be read.")


class ParseDatesResult(BaseModel):
    results: list[ParsedDate] = Field(description="The answer for each date, in order.")
    invalid_count: int = Field(description="How many could not be read.")


@operation("/dates/parse", errors=[UnknownZone], run=RUN, example={"date": "29 Feb 2024 2:30 pm"})
def parse_dates(form: ParseDatesForm) -> ParseDatesResult:
    from flowforge_data.core.values.moments.forms import UnreadableDate  # noqa: PLC0415 - the parser is for workers
    from flowforge_data.core.values.moments.reading import described, in_zone, read_moment, zone_of  # noqa: PLC0415 - likewise

    zone, target = zone_of(form.time_zone, "time_zone"), zone_of(form.to_time_zone, "to_time_zone")
    results: list[ParsedDate] = []
    for text in form.dates or ([form.date] if form.date else []):
        try:
            moment = read_moment(text, pattern=form.format, day_first=form.day_first, language=form.language)
        except UnreadableDate as error:
            results.append(
                ParsedDate(value=text, valid=False, formatted=None, moment=None, reason=error.text)
            )
            continue
        moment = moment if moment.tzinfo is not None else in_zone(moment, zone)
        moment = in_zone(moment, target)
        shown = moment.strftime(form.output_format) if form.output_format else moment.isoformat()
        results.append(
            ParsedDate(value=text, valid=True, formatted=shown, moment=described(moment), reason=None)
        )
    return ParseDatesResult(results=results, invalid_count=sum(not one.valid for one in results))
