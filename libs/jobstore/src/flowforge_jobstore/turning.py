"""What the scheduler does in each of its turns, besides `reap`."""

import json

from sqlalchemy import Connection, delete, exists, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from flowforge_jobstore.clock import now
from flowforge_jobstore.ending import end_waiting
from flowforge_jobstore.records import ENDED, Outcome
from flowforge_jobstore.tables import QUEUED, READY, WAITING, delivery, job, lease

EXPIRED = {
    "code": "JOB_EXPIRED",
    "message": "The job did not end before it expired.",
    "retryable": False,
}


def lead(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Acquire or renew the lease *name*; return whether *holder* has it. One of several instances works."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    wanted = insert(lease).values(name=name, holder=holder, until=now() + seconds)
    won = wanted.on_conflict_do_update(
        index_elements=[lease.c.name],
        set_={"holder": holder, "until": now() + seconds},
        where=(lease.c.holder == holder) | (lease.c.until < now()),
    ).returning(lease.c.name)
    return connection.execute(won).one_or_none() is not None


def resign(connection: Connection, name: str, holder: str) -> None:
    connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))


def promote(connection: Connection) -> int:
    """Make jobs ready whose time has come; return how many."""
    due = update(job).where(WAITING, job.c.not_before <= now())
    return connection.execute(due.values(ready=True, announced_at=literal(0.0))).rowcount


def unannounced(connection: Connection, older_than_seconds: float, limit: int) -> int:
    """Note that ready jobs are announced now, which were not lately; return how many to announce."""
    stale = select(job.c.id).where(READY, job.c.announced_at < now() - older_than_seconds).limit(limit)
    announced = update(job).where(job.c.id.in_(stale)).values(announced_at=now())
    return connection.execute(announced).rowcount


def expire(connection: Connection, limit: int = 500) -> int:
    """End queued jobs that are past their expiry; return how many."""
    late = select(job.c.id).where(QUEUED, job.c.expires_at < now()).limit(limit)
    ids = list(connection.execute(late).scalars())
    for job_id in ids:
        end_waiting(connection, job_id, Outcome("dead", error=json.dumps(EXPIRED), reason="expired"))
    return len(ids)


def prune(connection: Connection, limit: int = 500) -> int:
    """Delete jobs whose time to live is over, with their events and deliveries; return how many."""
    parent = job.alias()
    owned_by_present = exists().where(parent.c.id == job.c.owner_id)
    old = (
        select(job.c.id)
        .where(
            job.c.ended_at < now() - job.c.keep_seconds,
            job.c.state.in_(ENDED),
            job.c.counted,
            ~owned_by_present,
        )
        .limit(limit)
    )
    ids = list(connection.execute(old).scalars())
    if ids:
        settled = delivery.c.state != "pending"
        connection.execute(delete(delivery).where(delivery.c.job_id.in_(ids), settled))
        connection.execute(delete(job).where(job.c.id.in_(ids)))
    return len(ids)
