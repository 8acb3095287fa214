"""Jobs to try transitions on."""

from typing import Any

from flowforge_jobstore import claiming
from flowforge_jobstore.database import Database
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.records import Claim, NewJob, Outcome, new_id

DONE = Outcome("succeeded", status=200, result=b"{}")


def new(consumer: str = "ann", **options: Any) -> NewJob:
    return NewJob(
        id=options.pop("id", new_id()),
        consumer_id=consumer,
        consumer_name=consumer,
        tier="free",
        operation="math.gcd",
        path="/api/v1/math/gcd",
        body=b"{}",
        **options,
    )


async def put(database: Database, consumer: str = "ann", **options: Any) -> str:
    made = new(consumer, **options)
    await database.write(enqueue, made)
    return made.id


async def claim(database: Database, worker: str = "w1", lease: float = 30.0) -> Claim | None:
    return await database.write(claiming.claim_next, worker, lease)


async def claimed(database: Database, worker: str = "w1", lease: float = 30.0) -> Claim:
    found = await claim(database, worker, lease)
    assert found is not None
    return found
