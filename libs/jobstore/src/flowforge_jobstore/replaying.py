"""Put ended jobs back into the queue."""

from collections.abc import Sequence

from sqlalchemy import Connection, literal, select, update

from flowforge_jobstore import auditing, events
from flowforge_jobstore.clock import now
from flowforge_jobstore.tables import job

REPLAYABLE = ("dead", "failed", "cancelled")


def replay(connection: Connection, consumer_id: str, job_id: str) -> bool:
    """Run a job again that is dead, failed or cancelled; False if it is none of these.

    Its attempts are counted anew, and its expiry is as far away as it was at first.
    """
    again = (
        update(job)
        .where(
            job.c.id == job_id,
            job.c.consumer_id == consumer_id,
            job.c.kind == "call",
            job.c.owner_id.is_(None),
            job.c.state.in_(REPLAYABLE),
        )
        .values(
            state="queued",
            ready=literal(True),  # noqa: FBT003 - a value of SQL
            not_before=now(),
            expires_at=now() + (job.c.expires_at - job.c.created_at),
            announced_at=literal(0.0),
            cancelling=literal(False),  # noqa: FBT003 - likewise
            counted=literal(False),  # noqa: FBT003 - likewise
            running_out=literal(False),  # noqa: FBT003 - likewise
            result_file=None,
            attempt=0,
            crashes=0,
            losses=0,
            seq=job.c.seq + 1,
            ended_at=None,
            status=None,
            error=None,
            reason=None,
            progress=None,
        )
        .returning(job.c.seq)
    )
    row = connection.execute(again).one_or_none()
    if row is None:
        return False
    events.append(connection, [events.NewEvent(job_id, consumer_id, row.seq, "queued", {"replayed": True})])
    auditing.note(connection, consumer_id, "job.replayed", job_id, {})
    return True


def replay_all(
    connection: Connection, consumer_id: str, *, states: Sequence[str], operation: str | None, limit: int
) -> int:
    """Run many jobs again, the oldest first; return how many."""
    query = select(job.c.id).where(
        job.c.consumer_id == consumer_id,
        job.c.kind == "call",
        job.c.owner_id.is_(None),
        job.c.state.in_(states),
    )
    if operation is not None:
        query = query.where(job.c.operation == operation)
    ids = list(connection.execute(query.order_by(job.c.created_at).limit(limit)).scalars())
    return sum(replay(connection, consumer_id, job_id) for job_id in ids)
