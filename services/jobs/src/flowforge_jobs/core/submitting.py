"""Accept a job: read it, have its service validate the request, write it, and wake a worker."""

import json
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Connection

from flowforge_jobs.core.catalog import Known
from flowforge_jobs.core.documents import PRIORITIES, Priority
from flowforge_jobs.core.faults import JobIdTaken, RecordUnavailable, ServiceAway
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.relaying import refusal_of
from flowforge_jobs.core.services import Identity
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.reading import find
from flowforge_jobstore.records import IdTaken, NewJob, new_id
from servicekit import ConnectionCut, Consumer, JobTicket, NotReached, RequestBody

_DAY = 86_400
_NO_CONTENT = 204
_READ_SECONDS = 60.0


class JobOptions(RequestBody):
    """How a job is run."""

    id: UUID | None = Field(None, description="Id of the job, if you choose it: a UUID.")
    priority: Priority = Field("normal", description="Order among your own jobs.")
    delay_seconds: Annotated[float, Field(ge=0, le=30 * _DAY)] = Field(
        0, description="Pause before the job may start."
    )
    expires_seconds: Annotated[float, Field(gt=0, le=30 * _DAY)] = Field(
        _DAY, description="A job that has not started so long after it could is dead."
    )
    deadline_seconds: Annotated[float, Field(gt=0, le=3600)] = Field(
        300, description="Longest time of one attempt."
    )
    keep_seconds: Annotated[float, Field(ge=60, le=30 * _DAY)] = Field(
        _DAY, description="How long the job and its result can be read after its end."
    )
    max_attempts: Annotated[int, Field(ge=1, le=20)] = Field(
        5, description="Attempts for errors that are retryable, with growing pauses between them."
    )
    callback_url: Annotated[str, Field(max_length=2000)] | None = Field(
        None, description="A public address that is told of the end of the job, signed (Standard Webhooks)."
    )


class JobRequest(JobOptions):
    """One call of an operation, as a job."""

    operation: Annotated[str, Field(max_length=200)] = Field(
        description="Id of the operation, such as math.evaluate."
    )
    request: dict[str, Any] = Field(
        {}, description="JSON body of the operation. Files are given by id or URL."
    )
    path: dict[str, str] = Field({}, description="Parameters in the operation's address.")


def identity_of(consumer: Consumer) -> Identity:
    return Identity(consumer.id, consumer.name, consumer.tier)


def new_job(
    jobs: JobService, consumer: Consumer, known: Known, options: JobOptions, *, path: str, body: bytes
) -> NewJob:
    """Return what is written of a request. Raises what the callback's address is refused with."""
    if options.callback_url is not None:
        jobs.sender.check(options.callback_url, "callback_url")
    return NewJob(
        id=str(options.id) if options.id is not None else new_id(),
        consumer_id=consumer.id,
        consumer_name=consumer.name,
        tier=consumer.tier,
        operation=known.id,
        method=known.method,
        path=path,
        body=body,
        priority=PRIORITIES[options.priority],
        weight=jobs.settings.weight_of(consumer.tier),
        delay_seconds=options.delay_seconds,
        expires_seconds=options.expires_seconds,
        deadline_seconds=options.deadline_seconds,
        keep_seconds=options.keep_seconds,
        max_attempts=options.max_attempts,
        callback_url=options.callback_url,
        cost=known.cost,
    )


def address_of(known: Known, values: dict[str, str]) -> str:
    """Return the address of a call; files that it makes are stored. Raises PathParameterMissing."""
    return known.address(values) + ("?output=file" if known.makes_files else "")


async def submit(jobs: JobService, consumer: Consumer, request: JobRequest, ticket: JobTicket | None) -> Any:
    """Write a job and return its row. Raises what the operation refuses the request with.

    *ticket* is that of a request that its service has validated already.
    """
    if ticket is not None:
        known, path = (
            Known(request.operation, "POST", ticket.address, {"x-cost": ticket.cost}, {}),
            ticket.address,
        )
    else:
        known = await jobs.catalog.find(request.operation)
        path = address_of(known, request.path)
    job = new_job(jobs, consumer, known, request, path=path, body=json.dumps(request.request).encode())
    if ticket is None:
        await validate(jobs, consumer, job)
    return await write(jobs, job)


async def validate(jobs: JobService, consumer: Consumer, job: NewJob) -> None:
    """Have the service of the operation validate the request, and raise its refusal."""
    ticket = JobTicket(job.id, _READ_SECONDS, validates=True)
    try:
        answer = await jobs.services.call(
            job.method, job.path, job.body, identity=identity_of(consumer), ticket=ticket
        )
    except (NotReached, ConnectionCut) as error:
        raise ServiceAway(operation=job.operation) from error
    if answer.status != _NO_CONTENT:
        raise refusal_of(answer.status, answer.body)


async def write(jobs: JobService, job: NewJob) -> Any:
    """Write a job, wake a worker, and return the row. Raises JobIdTaken."""
    try:
        row = await jobs.write(_enqueue, job)
    except IdTaken as error:
        raise JobIdTaken(job_id=job.id) from error
    if job.delay_seconds <= 0:
        jobs.announcer.announce()
    return row


def _enqueue(connection: Connection, job: NewJob) -> Any:
    enqueue(connection, job)
    return find(connection, job.consumer_id, job.id)


SUBMIT_ERRORS = (JobIdTaken, RecordUnavailable, ServiceAway)
