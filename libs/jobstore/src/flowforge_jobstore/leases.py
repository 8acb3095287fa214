"""Leases of running jobs: kept by beats, and taken back from workers that are gone."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, case, select, update

from flowforge_jobstore import events
from flowforge_jobstore.clock import now
from flowforge_jobstore.ending import end_waiting
from flowforge_jobstore.records import Outcome
from flowforge_jobstore.tables import RUNNING, job

MAX_LOSSES = 10
PATIENCE_SECONDS = 15.0  # with a worker that is alive and does not renew its leases: the machine is busy
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


def beat(connection: Connection, worker: str, lease_seconds: float, ids: Collection[str]) -> list[Held]:
    """Renew the leases that *worker* has on *ids*. What is not among the returned is no longer its own.

    Only what the worker still runs: a job that it has lost sight of goes back into the queue.
    """
    renewed = (
        update(job)
        .where(job.c.id.in_(ids), job.c.worker == worker, job.c.state == "running")
        .values(lease=now() + lease_seconds)
        .returning(job.c.id, job.c.fence, job.c.cancelling)
    )
    return [Held(row.id, row.fence, row.cancelling) for row in connection.execute(renewed)]


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of workers beside their leases: those that are gone, and those that live but are slow."""

    gone: frozenset[str] = frozenset()
    alive: frozenset[str] = frozenset()


def workers(connection: Connection) -> list[str]:
    """Return the names of the workers that hold jobs."""
    found = select(job.c.worker).where(RUNNING, job.c.worker.is_not(None)).distinct()
    return [name for name in connection.execute(found).scalars() if name is not None]


def reap(connection: Connection, observed: Observed = Observed(), limit: int = 500) -> int:
    """Put jobs whose lease is over back into the queue, ready; return how many.

    Workers that are *observed* to be gone lose their jobs at once, those that live PATIENCE_SECONDS later. A
    job that lost its worker too often is dead: it may be what kills them.
    """
    is_late = job.c.lease < now() - case((job.c.worker.in_(observed.alive), PATIENCE_SECONDS), else_=0.0)
    is_lost = is_late | job.c.worker.in_(observed.gone)
    lost = select(job.c.id).where(RUNNING, is_lost).order_by(job.c.lease).limit(limit)
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
        .returning(job.c.seq, job.c.losses, job.c.cancelling, job.c.consumer_id)
    )
    row = connection.execute(taken).one()
    event = events.NewEvent(job_id, row.consumer_id, row.seq, "waiting", {"reason": "worker_lost"})
    events.append(connection, [event])
    if row.cancelling:
        end_waiting(connection, job_id, Outcome("cancelled"))
    elif row.losses >= MAX_LOSSES:
        end_waiting(connection, job_id, Outcome("dead", error=json.dumps(LOST), reason="worker_lost"))
