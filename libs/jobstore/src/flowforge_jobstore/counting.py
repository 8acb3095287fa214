"""Sums of usage: jobs, seconds and cost by consumer, day, operation and state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from flowforge_jobstore.records import Ended
from flowforge_jobstore.tables import UNCOUNTED, job, usage


@dataclass(frozen=True, slots=True)
class Usage:
    """What a consumer's jobs of one operation came to on one day (UTC)."""

    day: str
    operation: str
    state: Ended
    jobs: int
    seconds: float
    cost: int


def count_usage(connection: Connection, limit: int = 500) -> int:
    """Add jobs that have ended to the sums, each once; return how many. A run counts as one job.

    Cost and seconds are those of calls; the steps of a run are calls of their own.
    """
    query = (
        select(job.c.id, job.c.consumer_id, job.c.operation, job.c.state, job.c.kind, job.c.cost)
        .add_columns(job.c.started_at, job.c.ended_at)
        .where(UNCOUNTED)
        .order_by(job.c.ended_at)
        .limit(limit)
    )
    sums: dict[tuple[str, str, str, str], list[float]] = {}
    rows = connection.execute(query).all()
    for row in rows:
        day = datetime.fromtimestamp(row.ended_at, UTC).date().isoformat()
        found = sums.setdefault((row.consumer_id, day, row.operation, row.state), [0, 0.0, 0])
        found[0] += 1
        if row.kind == "call" and row.started_at is not None:
            found[1] += row.ended_at - row.started_at
            found[2] += row.cost
    for key, (jobs, seconds, cost) in sums.items():
        _add(connection, key, int(jobs), seconds, int(cost))
    connection.execute(update(job).where(job.c.id.in_([row.id for row in rows])).values(counted=True))
    return len(rows)


def _add(
    connection: Connection, key: tuple[str, str, str, str], jobs: int, seconds: float, cost: int
) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    consumer, day, operation, state = key
    row = {"consumer_id": consumer, "day": day, "operation": operation, "state": state}
    new = insert(usage).values(jobs=jobs, seconds=seconds, cost=cost, **row)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=list(usage.primary_key),
            set_={
                "jobs": usage.c.jobs + jobs,
                "seconds": usage.c.seconds + seconds,
                "cost": usage.c.cost + cost,
            },
        )
    )


def usage_of(connection: Connection, consumer_id: str, first: str, last: str) -> Sequence[Usage]:
    """Return the sums of a consumer from day *first* to day *last*."""
    query = (
        select(usage)
        .where(usage.c.consumer_id == consumer_id, usage.c.day >= first, usage.c.day <= last)
        .order_by(usage.c.day, usage.c.operation, usage.c.state)
    )
    return [
        Usage(row.day, row.operation, row.state, row.jobs, row.seconds, row.cost)
        for row in connection.execute(query)
    ]
