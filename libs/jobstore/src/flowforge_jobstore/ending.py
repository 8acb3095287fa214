"""Transitions of a running job: to its end, back into the queue, or to wait for its steps."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, TextualSelect, case, literal, select, text, update

from flowforge_jobstore import delivering, events
from flowforge_jobstore.clock import NOW, now
from flowforge_jobstore.records import Finish, Outcome
from flowforge_jobstore.tables import job

FAR = 1e12  # the time that a parked job waits for: its steps wake it before
_MOST_AT_ONCE = 32
_TOLD = ("id", "consumer_id", "operation", "state", "status", "error", "reason", "ended_at", "seq")
_RETURNED = [job.c[name] for name in (*_TOLD, "owner_id", "callback_url")]


def finish(connection: Connection, job_id: str, fence: int, outcome: Outcome) -> bool:
    """End a running job; False if *fence* is not that of its holder, who may write nothing any more."""
    return bool(finish_all(connection, [Finish(job_id, fence, outcome)]))


def finish_all(connection: Connection, ends: Sequence[Finish]) -> set[str]:
    """End running jobs, and return the ids of those whose fence is still that of their holder."""
    found: set[str] = set()
    for start in range(0, len(ends), _MOST_AT_ONCE):
        some = ends[start : start + _MOST_AT_ONCE]
        values = {f"{name}{at}": value for at, one in enumerate(some) for name, value in _values(one).items()}
        rows = connection.execute(_finish_many(connection.dialect.name, len(some)), values).all()
        _follow_up(connection, rows)
        found.update(row.id for row in rows)
    return found


def _values(end: Finish) -> dict[str, Any]:
    outcome = end.outcome
    return {
        "id": end.job_id,
        "fence": end.fence,
        "state": outcome.state,
        "status": outcome.status,
        "result": outcome.result,
        "result_file": outcome.result_file,
        "error": outcome.error,
        "reason": outcome.reason,
    }


@cache
def _finish_many(dialect: str, count: int) -> TextualSelect:
    """Return one statement that ends *count* jobs: on PostgreSQL each statement is a round trip."""
    blob = "bytea" if dialect == "postgresql" else "blob"
    types = {
        "id": "text",
        "fence": "integer",
        "state": "text",
        "status": "integer",
        "result": blob,
        "result_file": "text",
        "error": "text",
        "reason": "text",
    }
    rows = (
        "(" + ", ".join(f"CAST(:{name}{at} AS {kind})" for name, kind in types.items()) + ")"
        for at in range(count)
    )
    copied = ", ".join(f"{name} = ended.{name}" for name in list(types)[2:])
    statement = f"""
        WITH ended({", ".join(types)}) AS (VALUES {", ".join(rows)})
        UPDATE job SET {copied}, ready = false, seq = job.seq + 1, ended_at = {NOW[dialect]},
          worker = NULL, lease = NULL, running_out = false
        FROM ended WHERE job.id = ended.id AND job.fence = ended.fence AND job.state = 'running'
        RETURNING {", ".join(f"job.{column.name}" for column in _RETURNED)}
    """  # noqa: S608 - constants
    return text(statement).columns(*_RETURNED)


def end_waiting(connection: Connection, job_id: str, outcome: Outcome) -> bool:
    """End a job that nobody runs; False if it is not queued."""
    ended = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "queued")
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
        .returning(*_RETURNED)
    )
    rows = connection.execute(ended).all()
    _follow_up(connection, rows)
    return bool(rows)


def _follow_up(connection: Connection, ended: Sequence[Row[Any]]) -> None:
    """Write what belongs to the end of jobs: their events, the marks on their runs, their webhooks."""
    told = []
    for row in ended:
        data = {"status": row.status, "reason": row.reason}
        kept = {name: value for name, value in data.items() if value}
        told.append(events.NewEvent(row.id, row.consumer_id, row.seq, row.state, kept))
    events.append(connection, told)
    _wake(connection, {row.owner_id for row in ended if row.owner_id is not None})
    for row in ended:
        if row.callback_url is not None:
            delivering.add_delivery(connection, row)


def _wake(connection: Connection, owners: Iterable[str]) -> None:
    """Mark the runs that jobs belong to, in the transaction that ended the jobs."""
    ids = sorted(owners)
    if not ids:
        return
    if len(ids) > 1 and connection.dialect.name == "postgresql":
        # Whoever marks several locks them in the same order.
        connection.execute(select(job.c.id).where(job.c.id.in_(ids)).order_by(job.c.id).with_for_update())
    waits = job.c.state == "queued"
    connection.execute(
        update(job)
        .where(job.c.id.in_(ids), job.c.state.in_(("queued", "running")))
        .values(
            marked=True,
            ready=case((waits, literal(True)), else_=job.c.ready),  # noqa: FBT003 - a value of SQL
            announced_at=case((waits, literal(0.0)), else_=job.c.announced_at),
        )
    )


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
        .returning(job.c.seq, job.c.attempt, job.c.consumer_id)
    )
    row = connection.execute(released).one_or_none()
    if row is None:
        return False
    data = {"attempt": row.attempt, "delay_seconds": round(delay_seconds, 3)}
    kind = "retrying" if counts else "waiting"
    events.append(connection, [events.NewEvent(job_id, row.consumer_id, row.seq, kind, data)])
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
    return _note(connection, job_id, fence, {"running_out": True}, kind="running_out")


def report(connection: Connection, job_id: str, fence: int, progress: str, data: dict[str, Any]) -> bool:
    """Keep what the operation reports of its progress; False for a late holder."""
    return _note(connection, job_id, fence, {"progress": progress}, kind="progress", data=data)


def _note(
    connection: Connection,
    job_id: str,
    fence: int,
    values: dict[str, Any],
    *,
    kind: str,
    data: dict[str, Any] | None = None,
) -> bool:
    noted = (
        update(job)
        .where(job.c.id == job_id, job.c.state == "running", job.c.fence == fence)
        .values(**values, seq=job.c.seq + 1)
        .returning(job.c.seq, job.c.consumer_id)
    )
    row = connection.execute(noted).one_or_none()
    if row is None:
        return False
    events.append(connection, [events.NewEvent(job_id, row.consumer_id, row.seq, kind, data or {})])
    return True
