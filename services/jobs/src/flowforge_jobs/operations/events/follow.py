"""Follow a job: its transitions and its progress as server-sent events, to its end.

The first events are those so far. After a broken connection, send the id of the last event as
`Last-Event-ID`, as browsers do, and only later ones come. Callers that do not accept text/event-stream get
the events so far.

The same address is a WebSocket, too. Each message is then a JSON object with `id`, `event` and `data`, and
`?last_event_id=` continues after a broken connection.
"""

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field

from flowforge_jobs.core.documents import moment
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.lookup import LOOKUP_ERRORS, job_of
from flowforge_jobstore.events import events_after, sequence_numbers
from flowforge_jobstore.records import ENDED
from servicekit import Context, Event, EventStream, Headers, operation

_HOUR = timedelta(hours=1)
_MARGIN_SECONDS = 5.0
_LONG_SECONDS = 30.0


class EventHeaders(Headers):
    accept: str = Field("", description="text/event-stream to follow the job.")
    last_event_id: int = Field(0, ge=0, description="Number of the last event that was received.")


class JobEventDocument(BaseModel):
    """Something that happened to a job."""

    number: int = Field(description="Number of the event, without gaps.")
    type: str = Field(
        description="queued, running, progress, retrying, waiting, running_out (the work cannot be stopped), "
        "succeeded, failed, cancelled or dead."
    )
    at: datetime = Field(description="When it happened.")
    data: dict[str, Any] = Field(description="Details of the event.")


@operation(
    "/{job_id}/events",
    method="GET",
    example={"job_id": "0190163d-8694-739b-aea5-966c26f8ad91"},
    needs="a job with this id",
    deadline=_HOUR,
    errors=LOOKUP_ERRORS,
)
async def follow_job(
    job_id: str, headers: EventHeaders, context: Context, jobs: JobService
) -> EventStream[JobEventDocument]:
    await job_of(jobs, context.consumer.id, job_id)
    follows = "text/event-stream" in headers.accept.lower()
    until = context.deadline - _MARGIN_SECONDS
    return EventStream(_events(jobs, job_id, headers.last_event_id, follows=follows, until=until))


async def _events(
    jobs: JobService, job_id: str, seq: int, *, follows: bool, until: float
) -> AsyncIterator[Event[JobEventDocument]]:
    while True:
        found = await jobs.read(events_after, job_id, seq)
        for one in found:
            seq = one.seq
            document = JobEventDocument(number=one.seq, type=one.type, at=moment(one.at), data=one.data)
            yield Event(document, one.type, str(one.seq))
        remaining = until - time.monotonic()
        if not found and (not follows or remaining <= 0 or await _is_over(jobs, job_id, seq)):
            return
        if jobs.changes is not None and follows:
            await jobs.changes.after(job_id, seq, min(_LONG_SECONDS, max(remaining, 0.0)))


async def _is_over(jobs: JobService, job_id: str, seq: int) -> bool:
    """Return whether the job has ended, or is gone, and no event is left."""
    latest, state = (await jobs.read(sequence_numbers, [job_id])).get(job_id, (seq, ENDED[0]))
    return state in ENDED and latest <= seq
