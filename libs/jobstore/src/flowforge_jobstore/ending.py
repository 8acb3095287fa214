"""Transitions of a running job: to its end, back into the queue, or to wait for its steps."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, literal, update

from flowforge_jobstore import delivering, events
from flowforge_jobstore.clock import now
from flowforge_jobstore.records import Outcome
from flowforge_jobstore.tables import job

FAR = 1e12  # the time that a parked job waits for: its steps wake it before


def finish(connection: Connection, job_id: str, fence: int, outcome: Outcome) -> bool:
    """End a running job; False if *fence* is not that of its holder, who may write nothing any more."""
    return _end(connection, job_id, outcome, (job.c.state == "running", job.c.fence == fence))


def end_waiting(connection: Connection, job_id: str, outcome: Outcome) -> bool:
    """End a job that nobody runs; False if it is not queued."""
    return _end(connection, job_id, outcome, (job.c.state == "queued",))


def _end(
    connection: Connection, job_id: str, outcome: Outcome, conditions: tuple[ColumnElement[bool], ...]
) -> bool:
    ended = (
        update(job)
        .where(job.c.id == job_id, *conditions)
        .values(
            state=outcome.state,
            ready=False,
            seq=job.c.seq + 1,
            ended_at=now(),
            status=outcome.status,
            result=outcome.result,
            result_file=outcome.result_file,
            error=outcome.error,
            reason=outcome.reason,
            worker=None,
            lease=None,
            running_out=False,
        )
        .returning(job)
    )
    row = connection.execute(ended).one_or_none()
    if row is None:
        return False
    data = {"status": outcome.status, "reason": outcome.reason}
    events.append(connection, job_id, row.seq, outcome.state, {k: v for k, v in data.items() if v})
    wake_owner(connection, row.owner_id)
    if row.callback_url is not None:
        delivering.add_delivery(connection, row)
    return True


def wake_owner(connection: Connection, owner_id: str | None) -> None:
    """Mark the run that a job belongs to, in the transaction that ended the job."""
    if owner_id is None:
        return
    mine = update(job).where(job.c.id == owner_id)
    connection.execute(mine.where(job.c.state.in_(("queued", "running"))).values(marked=True))
    connection.execute(mine.where(job.c.state == "queued").values(ready=True, announced_at=literal(0.0)))


def release(
    connection: Connection,
    job_id: str,
    fence: int,
    *,
    delay_seconds: float,
    counts: bool,
    crashed: bool = False,
    error: str | None = None,
) -> bool:
    """Put a running job back for another try. *counts*: this try was an attempt. False for a late holder."""
    released = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.fence == fence)
        .values(
            state="queued",
            ready=literal(delay_seconds <= 0),
            not_before=now() + delay_seconds,
            announced_at=literal(0.0),
            attempt=job.c.attempt - (0 if counts else 1),
            crashes=job.c.crashes + (1 if crashed else 0),
            seq=job.c.seq + 1,
            error=error,
            worker=None,
            lease=None,
        )
        .returning(job.c.seq, job.c.attempt)
    )
    row = connection.execute(released).one_or_none()
    if row is None:
        return False
    data = {"attempt": row.attempt, "delay_seconds": round(delay_seconds, 3)}
    events.append(connection, job_id, row.seq, "retrying" if counts else "waiting", data)
    return True


def park(connection: Connection, job_id: str, fence: int, note: str) -> bool:
    """Make a run wait for its steps; it is ready at once if one ended since it was claimed."""
    parked = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.fence == fence)
        .values(
            state="queued",
            ready=job.c.marked,
            not_before=literal(FAR),
            announced_at=literal(0.0),
            note=note,
            worker=None,
            lease=None,
        )
    )
    return connection.execute(parked).rowcount == 1


def run_out(connection: Connection, job_id: str, fence: int) -> bool:
    """Note that the work of a job to be cancelled cannot be stopped; False for a late holder."""
    noted = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.fence == fence)
        .values(running_out=True, seq=job.c.seq + 1)
        .returning(job.c.seq)
    )
    row = connection.execute(noted).one_or_none()
    if row is None:
        return False
    events.append(connection, job_id, row.seq, "running_out", {})
    return True


def report(connection: Connection, job_id: str, fence: int, progress: str, data: dict[str, Any]) -> bool:
    """Keep what the operation reports of its progress; False for a late holder."""
    told = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.fence == fence)
        .values(progress=progress, seq=job.c.seq + 1)
        .returning(job.c.seq)
    )
    row: Row[Any] | None = connection.execute(told).one_or_none()
    if row is None:
        return False
    events.append(connection, job_id, row.seq, "progress", data)
    return True
