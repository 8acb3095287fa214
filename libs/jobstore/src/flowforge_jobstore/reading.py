"""Look at jobs: one, a page of them, the steps of a run."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from flowforge_jobstore.tables import delivery, delivery_attempt, job

JobRow = Row[Any]
_LISTED = [column for column in job.c if column.name not in ("body", "result")]


def find(connection: Connection, consumer_id: str, job_id: str) -> JobRow | None:
    """Return a job of this consumer with its result."""
    query = select(job).where(job.c.id == job_id, job.c.consumer_id == consumer_id)
    return connection.execute(query).one_or_none()


def page(
    connection: Connection,
    consumer_id: str,
    *,
    after: tuple[float, str] | None,
    limit: int,
    states: Sequence[str] = (),
    operation: str | None = None,
) -> Sequence[JobRow]:
    """Return jobs that are no steps, newest first, without their bodies and results."""
    query = _filtered(consumer_id, states, operation)
    if after is not None:
        query = query.where(tuple_(job.c.created_at, job.c.id) < tuple_(*after))
    query = query.order_by(job.c.created_at.desc(), job.c.id.desc()).limit(limit)
    return connection.execute(query).all()


def _filtered(consumer_id: str, states: Sequence[str], operation: str | None) -> Select[Any]:
    query = select(*_LISTED).where(job.c.consumer_id == consumer_id, job.c.owner_id.is_(None))
    if states:
        query = query.where(job.c.state.in_(states))
    if operation is not None:
        query = query.where(job.c.operation == operation)
    return query


def steps_of(connection: Connection, owner_id: str) -> Sequence[JobRow]:
    """Return the jobs that a run owns, each with the size of its result as `result_bytes`."""
    size = func.coalesce(func.length(job.c.result), 0).label("result_bytes")
    query: Select[Any] = select(*_LISTED, size).where(job.c.owner_id == owner_id)
    return connection.execute(query).all()


def step_results(
    connection: Connection, owner_id: str, steps: Collection[str] | None = None
) -> dict[str, bytes]:
    """Return the results that the record holds of a run's steps, or of those named *steps*."""
    query = select(job.c.owner_step, job.c.result).where(
        job.c.owner_id == owner_id, job.c.result.is_not(None)
    )
    if steps is not None:
        query = query.where(job.c.owner_step.in_(steps))
    return {row.owner_step: row.result for row in connection.execute(query)}


def deliveries_of(connection: Connection, consumer_id: str, job_id: str) -> list[tuple[JobRow, list[JobRow]]]:
    """Return the deliveries of a job, each with its tries."""
    query = select(delivery).where(delivery.c.job_id == job_id, delivery.c.consumer_id == consumer_id)
    found = []
    for row in connection.execute(query.order_by(delivery.c.created_at)).all():
        tries = (
            select(delivery_attempt)
            .where(delivery_attempt.c.delivery_id == row.id)
            .order_by(delivery_attempt.c.number)
        )
        found.append((row, list(connection.execute(tries).all())))
    return found
