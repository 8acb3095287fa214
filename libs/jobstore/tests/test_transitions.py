"""The life of a job, on both databases."""

import asyncio
import json
from typing import Any

import pytest
from jobstore_stand import DONE, claim, claimed, new, put
from sqlalchemy import Connection, update

from flowforge_jobstore import (
    cancelling,
    claiming,
    counting,
    delivering,
    ending,
    leases,
    reading,
    replaying,
    turning,
)
from flowforge_jobstore.database import Database
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.events import events_after
from flowforge_jobstore.records import IdTaken, Owner
from flowforge_jobstore.tables import job


async def look(database: Database, job_id: str, consumer: str = "ann") -> Any:
    row = await database.read(reading.find, consumer, job_id)
    assert row is not None
    return row


async def story(database: Database, job_id: str) -> list[str]:
    events = await database.read(events_after, job_id, 0)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    return [event.type for event in events]


async def test_a_job_runs_to_its_end(database: Database) -> None:
    made = await put(database)
    held = await claimed(database)
    assert (held.id, held.fence, held.attempt) == (made, 1, 1)
    assert await database.write(ending.report, made, 1, "{}", {"done": 1})
    assert await database.write(ending.finish, made, 1, DONE)
    row = await look(database, made)
    assert (row.state, row.status, row.result, row.worker) == ("succeeded", 200, b"{}", None)
    assert await story(database, made) == ["queued", "running", "progress", "succeeded"]
    assert await claim(database) is None


async def test_an_id_is_taken_once(database: Database) -> None:
    made = await put(database)

    def both(connection: Connection) -> None:
        with pytest.raises(IdTaken):
            enqueue(connection, new(id=made))
        enqueue(connection, new())  # the transaction is still good

    await database.write(both)
    assert len(await database.read(reading.page, "ann", after=None, limit=10)) == 2


async def test_a_late_holder_writes_nothing(database: Database) -> None:
    made = await put(database)
    first = await claimed(database, "w1", lease=-1.0)
    assert await database.write(leases.reap) == 1
    second = await claimed(database, "w2")
    assert second.fence > first.fence
    assert not await database.write(ending.finish, made, first.fence, DONE)
    assert not await database.write(ending.report, made, first.fence, "{}", {})
    assert not await database.write(ending.release, made, first.fence, delay_seconds=0, counts=True)
    assert await database.write(ending.finish, made, second.fence, DONE)
    assert not await database.write(ending.finish, made, second.fence, DONE)
    assert await story(database, made) == ["queued", "running", "waiting", "running", "succeeded"]


async def test_a_beat_keeps_a_job_and_tells_of_the_wish_to_cancel(database: Database) -> None:
    made = await put(database)
    await claimed(database, lease=-1.0)
    held = await database.write(leases.beat, "w1", 30.0, [made])
    assert [(one.id, one.cancelling) for one in held] == [(made, False)]
    assert await database.write(leases.reap) == 0
    assert await database.write(cancelling.cancel, "ann", made)
    assert [one.cancelling for one in await database.write(leases.beat, "w1", 30.0, [made])] == [True]
    assert await database.write(leases.beat, "w2", 30.0, [made]) == []


async def test_a_job_that_nobody_runs_is_cancelled_at_once(database: Database) -> None:
    made = await put(database)
    assert await database.write(cancelling.cancel, "ann", made)
    assert (await look(database, made)).state == "cancelled"
    assert not await database.write(cancelling.cancel, "ann", made)
    assert await claim(database) is None


async def test_a_cancelled_job_that_loses_its_worker_is_cancelled(database: Database) -> None:
    made = await put(database)
    await claimed(database, lease=-1.0)
    await database.write(cancelling.cancel, "ann", made)
    await database.write(leases.reap)
    assert (await look(database, made)).state == "cancelled"


async def test_a_job_that_kills_its_workers_is_dead(database: Database) -> None:
    made = await put(database)
    for _ in range(leases.MAX_LOSSES):
        await claimed(database, lease=-1.0)
        await database.write(leases.reap)
    row = await look(database, made)
    assert (row.state, row.reason, json.loads(row.error)["code"]) == (
        "dead",
        "worker_lost",
        "JOB_WORKER_LOST",
    )
    assert await database.write(replaying.replay, "ann", made)
    assert (await claimed(database)).attempt == 1


async def test_a_retry_waits_for_its_time(database: Database) -> None:
    made = await put(database)
    held = await claimed(database)
    await database.write(ending.release, made, held.fence, delay_seconds=60, counts=True, crashed=True)
    assert await claim(database) is None
    assert await database.write(turning.promote) == 0
    await database.write(lambda connection: connection.execute(update(job).values(not_before=0.0)))
    assert await database.write(turning.promote) == 1
    again = await claimed(database)
    assert (again.attempt, again.crashes) == (2, 1)


async def test_a_refusal_for_lack_of_room_is_no_attempt(database: Database) -> None:
    made = await put(database)
    held = await claimed(database)
    await database.write(ending.release, made, held.fence, delay_seconds=0, counts=False)
    assert (await claimed(database)).attempt == 1


async def test_delay_and_expiry(database: Database) -> None:
    later = await put(database, delay_seconds=60.0)
    late = await put(database, expires_seconds=-1.0)
    assert await database.write(turning.expire) == 1
    assert await claim(database) is None
    assert (await look(database, late)).reason == "expired"
    assert (await look(database, later)).state == "queued"


async def test_consumers_share_by_weight_and_priority_orders_within(database: Database) -> None:
    for number in range(6):
        await put(database, "ann", priority=number % 2)
    await put(database, "bob")
    await put(database, "eve", weight=4)
    order = [await claimed(database) for _ in range(8)]
    assert {one.consumer_id for one in order[:3]} == {"ann", "bob", "eve"}
    assert order[0].consumer_id == "eve"
    own = [one.priority for one in order if one.consumer_id == "ann"]
    assert own == [1, 1, 1, 0, 0, 0]


async def test_forty_workers_take_each_job_once(database: Database) -> None:
    made = {await put(database, f"c{number % 3}") for number in range(60)}
    taken: list[str] = []

    async def work(name: str) -> None:
        while (held := await claim(database, name)) is not None:
            taken.append(held.id)

    await asyncio.gather(*(work(f"w{number}") for number in range(40)))
    while (held := await claim(database)) is not None:  # what all others had locked
        taken.append(held.id)
    assert len(taken) == len(made)
    assert set(taken) == made


async def test_a_step_wakes_its_run_in_the_same_transaction(database: Database) -> None:
    run = await put(database, kind="pipeline")
    held = await claimed(database)
    step = await put(database, owner=Owner(run, "ocr"))
    with pytest.raises(IdTaken):
        await put(database, owner=Owner(run, "ocr"))
    assert await database.write(ending.park, run, held.fence, "{}")
    inner = await claimed(database)
    assert inner.id == step
    assert await claim(database) is None
    await database.write(ending.finish, step, inner.fence, DONE)
    woken = await claimed(database)
    assert (woken.id, woken.note) == (run, "{}")


async def test_a_step_that_ends_while_its_run_works_is_not_missed(database: Database) -> None:
    run = await put(database, kind="pipeline")
    held = await claimed(database)
    step = await put(database, owner=Owner(run, "ocr"))
    inner = await claimed(database)
    await database.write(ending.finish, step, inner.fence, DONE)
    await database.write(ending.park, run, held.fence, "{}")
    assert (await claimed(database)).id == run


async def test_cancelling_a_run_cancels_its_steps(database: Database) -> None:
    run = await put(database, kind="batch")
    step = await put(database, owner=Owner(run, "0"))
    await database.write(cancelling.cancel, "ann", run)
    assert {(await look(database, one)).state for one in (run, step)} == {"cancelled"}


async def test_the_end_of_a_job_writes_its_delivery(database: Database) -> None:
    made = await put(database, callback_url="https://example.com/hook")
    held = await claimed(database)
    await database.write(ending.finish, made, held.fence, DONE)
    (due,) = await database.write(delivering.claim_deliveries, 30.0, 10)
    assert json.loads(due.payload)["type"] == "job.succeeded"
    assert await database.write(delivering.claim_deliveries, 30.0, 10) == []
    failed = delivering.Tried(12, status=500)
    await database.write(delivering.record_try, due, failed, retry_seconds=None, done=False)
    ((row, tries),) = await database.read(reading.deliveries_of, "ann", made)
    assert (row.state, [one.status for one in tries]) == ("failed", [500])
    assert await database.write(delivering.redeliver, "ann", due.id)
    (again,) = await database.write(delivering.claim_deliveries, 30.0, 10)
    assert again.attempt == 2


async def test_old_jobs_are_pruned_with_what_belongs_to_them(database: Database) -> None:
    made = await put(database, keep_seconds=-1.0)
    kept = await put(database)
    for _ in range(2):
        held = await claimed(database)
        await database.write(ending.finish, held.id, held.fence, DONE)
    await database.write(counting.count_usage)
    assert await database.write(turning.prune) == 1
    assert await database.read(reading.find, "ann", made) is None
    assert await database.read(events_after, made, 0) == []
    assert (await look(database, kept)).state == "succeeded"


async def test_one_scheduler_leads(database: Database) -> None:
    assert await database.write(turning.lead, "scheduler", "a", 30.0)
    assert not await database.write(turning.lead, "scheduler", "b", 30.0)
    assert await database.write(turning.lead, "scheduler", "a", -1.0)
    assert await database.write(turning.lead, "scheduler", "b", 30.0)
    await database.write(turning.resign, "scheduler", "b")
    assert await database.write(turning.lead, "scheduler", "a", 30.0)


async def test_what_waits_is_announced_again(database: Database) -> None:
    await put(database)
    assert await database.write(turning.unannounced, 60.0, 100) == 0
    assert await database.write(turning.unannounced, -1.0, 100) == 1
    assert await database.read(claiming.ready_count) == 1
