"""Follow all your jobs: their transitions and progress as server-sent events.

Send the id of the last event as `Last-Event-ID` to continue after a broken connection. A few events may then
come twice: `job_id` and `number` identify an event. Steps of batches and pipelines are left out. Without
`Last-Event-ID` the stream begins now. The first event is `connected`, without data. Callers that do not
accept text/event-stream get the events so far.

The same address is a WebSocket, too. Each message is then a JSON object with `id`, `event` and `data`, and
`?last_event_id=` continues after a broken connection.
"""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

from pydantic import Field

from flowforge_jobs.core.documents import moment
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.positions import PositionInvalid, Reader, position_of, text_of
from flowforge_jobs.core.record_needs import DATABASE, RECORD_ERRORS
from flowforge_jobs.operations.events.follow import JobEventDocument
from flowforge_jobstore.events import latest_position
from servicekit import Context, Event, EventStream, Headers, operation

_HOUR = timedelta(hours=1)
_MARGIN_SECONDS = 5.0
_PAUSE_SECONDS = 1.0


class FollowHeaders(Headers):
    accept: str = Field("", description="text/event-stream to follow the jobs.")
    last_event_id: str = Field("", max_length=100, description="Id of the last event that was received.")


class ConsumerEventDocument(JobEventDocument):
    """Something that happened to one of your jobs."""

    job_id: str = Field(description="Id of the job.")
    operation: str = Field(description="Id of the job's operation.")


@operation(
    "/events",
    method="GET",
    example={},
    needs=DATABASE,
    deadline=_HOUR,
    errors=[*RECORD_ERRORS, PositionInvalid],
)
async def follow_jobs(
    headers: FollowHeaders, context: Context, jobs: JobService
) -> EventStream[ConsumerEventDocument]:
    given = position_of(headers.last_event_id)
    after = given if given is not None else await jobs.read(latest_position)
    follows = "text/event-stream" in headers.accept.lower()
    until = context.deadline - _MARGIN_SECONDS
    reader = Reader(jobs, context.consumer.id, after)
    return EventStream(_events(reader, follows=follows, until=until))


async def _events(
    reader: Reader, *, follows: bool, until: float
) -> AsyncIterator[Event[ConsumerEventDocument]]:
    if follows:
        yield Event(b"{}", "connected", text_of(reader.after))
    while True:
        found = await reader.more()
        for one in found:
            document = ConsumerEventDocument(
                number=one.event.seq,
                type=one.event.type,
                at=moment(one.event.at),
                data=one.event.data,
                job_id=one.position.job_id,
                operation=one.operation,
            )
            yield Event(document, one.event.type, text_of(one.position))
        remaining = until - time.monotonic()
        if not found:
            if not follows or remaining <= 0:
                return
            await reader.wait(min(_PAUSE_SECONDS, remaining))
