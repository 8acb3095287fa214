"""Leases of running jobs: kept by beats, and taken back from workers that are gone."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, case, select, update

from flowforge_jobstore import events
from flowforge_jobstore.clock import now
from flowforge_jobstore.ending import end_waiting
from flowforge_jobstore.records import Outcome
from flowforge_jobstore.tables import RUNNING, job

MAX_LOSSES = 10
LOST = {
    "code": "JOB_WORKER_LOST",
    "message": f"The worker of this job was lost {MAX_LOSSES} times.",
    "retryable": True,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A job that the worker still holds, and whether its consumer wants it cancelled."""

    id: str
    fence: int
    cancelling: bool


def beat(connection: Connection, worker: str, lease_seconds: float) -> list[Held]:
    """Renew the leases of *worker*. What it runs and is not among the returned is no longer its own.

    List what runs before the beat: a job claimed meanwhile would look lost.
    """
    renewed = (
        update(job)
        .where(job.c.worker == worker, job.c.state == "running")
        .values(lease=now() + lease_seconds)
        .returning(job.c.id, job.c.fence, job.c.cancelling)
    )
    return [Held(row.id, row.fence, row.cancelling) for row in connection.execute(renewed)]


def reap(connection: Connection, limit: int = 500) -> int:
    """Put jobs whose lease is over back into the queue, ready; return how many.

    A job that lost its worker too often is dead: it may be what kills them.
    """
    lost = select(job.c.id).where(RUNNING, job.c.lease < now()).order_by(job.c.lease).limit(limit)
    if connection.dialect.name == "postgresql":
        lost = lost.with_for_update(skip_locked=True)
    ids = list(connection.execute(lost).scalars())
    for job_id in ids:
        _take_back(connection, job_id)
    return len(ids)


def _take_back(connection: Connection, job_id: str) -> None:
    taken = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running")
        .values(
            state="queued",
            ready=True,
            fence=job.c.fence + 1,
            losses=job.c.losses + case((job.c.kind == "call", 1), else_=0),
            seq=job.c.seq + 1,
            announced_at=0.0,
            worker=None,
            lease=None,
        )
        .returning(job.c.seq, job.c.losses, job.c.cancelling)
    )
    row = connection.execute(taken).one()
    events.append(connection, job_id, row.seq, "waiting", {"reason": "worker_lost"})
    if row.cancelling:
        end_waiting(connection, job_id, Outcome("cancelled"))
    elif row.losses >= MAX_LOSSES:
        end_waiting(connection, job_id, Outcome("dead", error=json.dumps(LOST), reason="worker_lost"))
