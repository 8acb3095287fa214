"""Webhook deliveries: written in the transaction that ends a job, tried until they succeed or are too old."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from flowforge_jobstore import auditing
from flowforge_jobstore.clock import now
from flowforge_jobstore.records import new_id
from flowforge_jobstore.tables import delivery, delivery_attempt, signing_key


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery to try now. `attempt` counts from 1 and proves who holds it."""

    id: str
    consumer_id: str
    url: str
    payload: str
    attempt: int
    key_version: int
    key_age_seconds: float


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a try: the status of the answer, or an error."""

    milliseconds: int
    status: int | None = None
    error: str | None = None


def add_delivery(connection: Connection, ended: Row[Any]) -> None:
    """Write the delivery that tells of the end of a job; *ended* is the job's row."""
    kind = f"job.{ended.state}"
    data = {
        "id": ended.id,
        "operation": ended.operation,
        "state": ended.state,
        "status": ended.status,
        "error": json.loads(ended.error) if ended.error else None,
        "result_url": f"/api/v1/jobs/{ended.id}/result",
    }
    payload = json.dumps({"type": kind, "timestamp": _text(ended.ended_at), "data": data})
    row = {
        "id": f"msg_{new_id().replace('-', '')}",
        "job_id": ended.id,
        "consumer_id": ended.consumer_id,
        "url": ended.callback_url,
        "type": kind,
        "payload": payload,
        "state": "pending",
        "attempt": 0,
        "lease": 0.0,
    }
    connection.execute(insert(delivery).values(created_at=now(), next_at=now(), **row))


def _text(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def any_due(connection: Connection) -> bool:
    """Whether a delivery is due; a cheap question before `claim_deliveries`, which writes."""
    return connection.execute(_due(1)).first() is not None


def claim_deliveries(connection: Connection, lease_seconds: float, limit: int) -> list[DueDelivery]:
    """Take deliveries that are due; nobody else takes them before the lease is over."""
    due = _due(limit)
    if connection.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(connection.execute(due).scalars())
    taken = (
        update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(attempt=delivery.c.attempt + 1, lease=now() + lease_seconds)
        .returning(delivery)
    )
    return [
        DueDelivery(
            row.id,
            row.consumer_id,
            row.url,
            row.payload,
            row.attempt,
            *key_version(connection, row.consumer_id),
        )
        for row in connection.execute(taken).all()
    ]


def _due(limit: int) -> Select[tuple[str]]:
    return (
        select(delivery.c.id)
        .where(delivery.c.state == "pending", delivery.c.next_at <= now(), delivery.c.lease < now())
        .order_by(delivery.c.next_at)
        .limit(limit)
    )


def record_try(
    connection: Connection, due: DueDelivery, tried: Tried, *, retry_seconds: float | None, done: bool
) -> None:
    """Log a try. *done* settles the delivery; else it is tried again after *retry_seconds*, or has failed."""
    state = "delivered" if done else "failed" if retry_seconds is None else "pending"
    values = {"state": state, "lease": 0.0, "ended_at": None if state == "pending" else now()}
    mine = update(delivery).where(delivery.c.id == due.id, delivery.c.attempt == due.attempt)
    if not connection.execute(mine.values(next_at=now() + (retry_seconds or 0.0), **values)).rowcount:
        return
    row = {"delivery_id": due.id, "number": due.attempt, "status": tried.status, "error": tried.error}
    log = insert(delivery_attempt).values(at=now(), milliseconds=tried.milliseconds, **row)
    connection.execute(log)


def redeliver(connection: Connection, consumer_id: str, delivery_id: str) -> bool:
    """Try a delivery again, now; False if there is none."""
    mine = update(delivery).where(delivery.c.id == delivery_id, delivery.c.consumer_id == consumer_id)
    again = mine.values(state="pending", next_at=now(), ended_at=None)
    return connection.execute(again).rowcount == 1


def key_version(connection: Connection, consumer_id: str) -> tuple[int, float]:
    """Return the version of the consumer's signing key, which counts from 1, and its age in seconds."""
    age = (now() - signing_key.c.rotated_at).label("age")
    query = select(signing_key.c.version, age).where(signing_key.c.consumer_id == consumer_id)
    row = connection.execute(query).one_or_none()
    return (1, 0.0) if row is None else (row.version, row.age)


def rotate_key(connection: Connection, consumer_id: str) -> int:
    """Replace the consumer's signing key; return the version of the new one."""
    insert_of = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert_of(signing_key).values(consumer_id=consumer_id, version=2, rotated_at=now())
    rotated = first.on_conflict_do_update(
        index_elements=[signing_key.c.consumer_id],
        set_={"version": signing_key.c.version + 1, "rotated_at": now()},
    ).returning(signing_key.c.version)
    version: int = connection.execute(rotated).scalar_one()
    auditing.note(connection, consumer_id, "webhook.key_rotated", str(version), {})
    return version
