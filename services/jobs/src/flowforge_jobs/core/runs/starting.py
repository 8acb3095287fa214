"""Write a run: a batch or a pipeline."""

from typing import Any, Literal

from flowforge_jobs.core.catalog import Known
from flowforge_jobs.core.documents import PRIORITIES
from flowforge_jobs.core.faults import ServiceAway
from flowforge_jobs.core.job_service import JobService
from flowforge_jobs.core.relaying import refusal_of
from flowforge_jobs.core.runs.plans import Plan
from flowforge_jobs.core.submitting import JobOptions, identity_of, write
from flowforge_jobstore.records import NewJob, new_id
from servicekit import ConnectionCut, Consumer, JobTicket, NotReached

_SECONDS = 30.0
_REFUSALS = ("JOB_SECRET_REFUSED", "JOB_OPERATION_REFUSED")


async def start_run(
    jobs: JobService,
    consumer: Consumer,
    options: JobOptions,
    plan: Plan,
    *,
    kind: Literal["batch", "pipeline"],
    operation: str,
) -> Any:
    """Write the job of a run and return its row. Raises JobIdTaken, and what its callback is refused with."""
    if options.callback_url is not None:
        jobs.sender.check(options.callback_url, "callback_url")
    job = NewJob(
        id=str(options.id) if options.id is not None else new_id(),
        kind=kind,
        consumer_id=consumer.id,
        consumer_name=consumer.name,
        tier=consumer.tier,
        operation=operation,
        path="",
        body=plan.to_json(),
        priority=PRIORITIES[options.priority],
        weight=jobs.settings.weight_of(consumer.tier),
        delay_seconds=options.delay_seconds,
        expires_seconds=options.expires_seconds,
        deadline_seconds=options.deadline_seconds,
        keep_seconds=options.keep_seconds,
        max_attempts=options.max_attempts,
        callback_url=options.callback_url,
        cost=plan.cost,
    )
    return await write(jobs, job)


async def refuse_unless_job(jobs: JobService, consumer: Consumer, known: Known, path: str) -> None:
    """Raise if the operation may not be a job, whatever its request is."""
    ticket = JobTicket("", _SECONDS, validates=True)
    try:
        answer = await jobs.services.call(
            known.method, path, b"{}", identity=identity_of(consumer), ticket=ticket
        )
    except (NotReached, ConnectionCut) as error:
        raise ServiceAway(operation=known.id) from error
    refusal = refusal_of(answer.status, answer.body)
    if refusal.code in _REFUSALS:
        raise refusal
