"""Events of a job: appended in the transaction of the transition, numbered without gaps."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, tuple_

from flowforge_jobstore.clock import now
from flowforge_jobstore.tables import event, job


@dataclass(frozen=True, slots=True)
class JobEvent:
    seq: int
    at: float
    type: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the event stream of a consumer."""

    at: float
    job_id: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class ConsumerEvent:
    """An event of any job of a consumer."""

    position: Position
    event: JobEvent
    operation: str


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be written. `seq` is the number that the job's row has just been given."""

    job_id: str
    consumer_id: str
    seq: int
    type: str
    data: dict[str, Any]


def append(connection: Connection, new: Sequence[NewEvent]) -> None:
    """Write events with one statement."""
    rows = [
        {
            "job_id": one.job_id,
            "consumer_id": one.consumer_id,
            "seq": one.seq,
            "type": one.type,
            "data": json.dumps(one.data),
        }
        for one in new
    ]
    if rows:
        connection.execute(_INSERT, rows if len(rows) > 1 else rows[0])


_INSERT = insert(event).values(
    at=now(), **{name: bindparam(name) for name in ("job_id", "consumer_id", "seq", "type", "data")}
)


def events_after(connection: Connection, job_id: str, seq: int, limit: int = 500) -> list[JobEvent]:
    """Return the events of a job behind *seq*, oldest first."""
    query = (
        select(event).where(event.c.job_id == job_id, event.c.seq > seq).order_by(event.c.seq).limit(limit)
    )
    return [JobEvent(row.seq, row.at, row.type, json.loads(row.data)) for row in connection.execute(query)]


def latest_position(connection: Connection) -> Position:
    """Return the place behind everything that has happened so far."""
    return Position(connection.execute(select(now())).scalar_one())


def events_of_consumer(
    connection: Connection, consumer_id: str, after: Position, limit: int = 500
) -> list[ConsumerEvent]:
    """Return events of the consumer's jobs, steps left out, behind *after* and in the order of their time."""
    place = tuple_(event.c.at, event.c.job_id, event.c.seq)
    query = (
        select(event, job.c.operation)
        .join(job, job.c.id == event.c.job_id)
        .where(event.c.consumer_id == consumer_id, job.c.owner_id.is_(None), event.c.at >= after.at)
        .where(place > tuple_(after.at, after.job_id, after.seq))
        .order_by(event.c.at, event.c.job_id, event.c.seq)
        .limit(limit)
    )
    return [
        ConsumerEvent(
            Position(row.at, row.job_id, row.seq),
            JobEvent(row.seq, row.at, row.type, json.loads(row.data)),
            row.operation,
        )
        for row in connection.execute(query)
    ]


def sequence_numbers(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return number and state of each job in *ids* that exists."""
    wanted: Sequence[str] = list(ids)
    query = select(job.c.id, job.c.seq, job.c.state).where(job.c.id.in_(wanted))
    return {row.id: (row.seq, row.state) for row in connection.execute(query)}
