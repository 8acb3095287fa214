"""List the dates of a recurrence rule (RRULE of iCalendar), such as FREQ=MONTHLY;BYDAY=-1FR.

Between `after` and `before` if given; occurrences keep their local time across changes of daylight saving.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.values.moments.forms import RUN, DateText, InvalidRule, UnknownZone, UnreadableDate
from servicekit import RequestBody, operation

_MOST = 10_000


class RecurrenceRequest(RequestBody):
    rule: str = Field(min_length=1, max_length=1_000, description="RRULE, such as FREQ=WEEKLY;BYDAY=MO,WE.")
    start: DateText = Field(description="The first occurrence, such as 2024-02-29T10:30.")
    time_zone: str | None = Field(None, max_length=100, description="Such as Europe/Berlin.")
    after: DateText | None = Field(None, description="Leave out what is earlier.")
    before: DateText | None = Field(None, description="Leave out what is later.")
    excluded: list[DateText] = Field([], max_length=1_000, description="Occurrences to leave out.")
    limit: int = Field(100, ge=1, le=_MOST, description="Most occurrences that are returned.")


class RecurrenceResult(BaseModel):
    dates: list[str] = Field(description="The occurrences, ISO 8601.")
    count: int = Field(description="How many are returned.")
    more: bool = Field(description="Whether there are further ones.")
    rule: str = Field(description="The rule in its standard form.")


@operation(
    "/dates/recurrence",
    errors=[UnreadableDate, UnknownZone, InvalidRule],
    run=RUN,
    example={"rule": "FREQ=MONTHLY;BYDAY=-1FR", "start": "2024-01-26", "limit": 3},
)
def list_recurrences(request: RecurrenceRequest) -> RecurrenceResult:
    from flowforge_data.core.values.moments.recurring import occurrences, standard  # noqa: PLC0415 - for workers

    rule = standard(request.rule)
    dates = occurrences(
        rule,
        (request.start, request.time_zone),
        (request.after, request.before),
        request.excluded,
        request.limit + 1,
    )
    return RecurrenceResult(
        dates=dates[: request.limit],
        count=min(len(dates), request.limit),
        more=len(dates) > request.limit,
        rule=rule,
    )
