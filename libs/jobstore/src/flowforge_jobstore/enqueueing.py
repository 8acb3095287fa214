"""Write a job: the first transition."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from flowforge_jobstore import auditing, events
from flowforge_jobstore.clock import now
from flowforge_jobstore.records import IdTaken, NewJob
from flowforge_jobstore.tables import job


def enqueue(connection: Connection, new: NewJob) -> None:
    """Insert *new*, queued. Raises IdTaken; the transaction stays usable."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if not connection.execute(insert(job).values(**_values(new)).on_conflict_do_nothing()).rowcount:
        raise IdTaken(new.id)
    queued = events.NewEvent(new.id, new.consumer_id, 1, "queued", {"operation": new.operation})
    events.append(connection, [queued])
    if new.owner is None:
        auditing.note(connection, new.consumer_id, "job.created", new.id, {"operation": new.operation})


def _values(new: NewJob) -> dict[str, Any]:
    return {
        "id": new.id,
        "kind": new.kind,
        "consumer_id": new.consumer_id,
        "consumer_name": new.consumer_name,
        "tier": new.tier,
        "operation": new.operation,
        "method": new.method,
        "path": new.path,
        "body": new.body,
        "state": "queued",
        "ready": new.delay_seconds <= 0,
        "priority": new.priority,
        "weight": new.weight,
        "created_at": now(),
        "not_before": now() + new.delay_seconds,
        "expires_at": now() + new.delay_seconds + new.expires_seconds,
        "deadline_seconds": new.deadline_seconds,
        "keep_seconds": new.keep_seconds,
        "max_attempts": new.max_attempts,
        "attempt": 0,
        "crashes": 0,
        "losses": 0,
        "fence": 0,
        "seq": 1,
        "cancelling": False,
        "marked": False,
        # Who enqueues also wakes a worker: the scheduler only repeats that.
        "announced_at": now(),
        "callback_url": new.callback_url,
        "cost": new.cost,
        "owner_id": new.owner.id if new.owner else None,
        "owner_step": new.owner.step if new.owner else None,
    }
