"""Events of a job: appended in the transaction of the transition, numbered without gaps."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from flowforge_jobstore.clock import now
from flowforge_jobstore.tables import event, job


@dataclass(frozen=True, slots=True)
class JobEvent:
    seq: int
    at: float
    type: str
    data: dict[str, Any]


def append(connection: Connection, job_id: str, seq: int, kind: str, data: dict[str, Any]) -> None:
    """Write the event that belongs to the number *seq*, which the job's row has just been given."""
    row = {"job_id": job_id, "seq": seq, "type": kind, "data": json.dumps(data)}
    connection.execute(insert(event).values(at=now(), **row))


def events_after(connection: Connection, job_id: str, seq: int, limit: int = 500) -> list[JobEvent]:
    """Return the events of a job behind *seq*, oldest first."""
    query = (
        select(event).where(event.c.job_id == job_id, event.c.seq > seq).order_by(event.c.seq).limit(limit)
    )
    return [JobEvent(row.seq, row.at, row.type, json.loads(row.data)) for row in connection.execute(query)]


def sequence_numbers(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return number and state of each job in *ids* that exists."""
    wanted: Sequence[str] = list(ids)
    query = select(job.c.id, job.c.seq, job.c.state).where(job.c.id.in_(wanted))
    return {row.id: (row.seq, row.state) for row in connection.execute(query)}
