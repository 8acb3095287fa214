"""Transitions of many jobs in one transaction come to the same as one by one."""

import signal

import pytest
from jobstore_stand import DONE, claimed, put

from flowforge_jobstore import claiming, ending, leases, reading
from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.events import events_after
from flowforge_jobstore.migrating import is_current, prepare
from flowforge_jobstore.records import Finish, Outcome, Owner
from flowforge_jobstore.testing import postgresql


async def test_the_jobs_that_are_claimed_together_are_those_that_are_next(database: Database) -> None:
    for number in range(6):
        await put(database, "ann", priority=number % 2)
    for _ in range(3):
        await put(database, "bob")
    for _ in range(8):
        await put(database, "eve", weight=4)
    together = await database.write(claiming.claim_some, "w1", 30.0, 11)
    counts = {name: sum(one.consumer_id == name for one in together) for name in ("ann", "bob", "eve")}
    assert counts == {"ann": 2, "bob": 2, "eve": 7}
    assert [one.priority for one in together if one.consumer_id == "ann"] == [1, 1]
    for one in together:
        assert [event.type for event in await database.read(events_after, one.id, 0)] == ["queued", "running"]
    rest = await database.write(claiming.claim_some, "w1", 30.0, 100)
    assert len({one.id for one in [*together, *rest]}) == 17


async def test_many_ends_are_written_and_late_ones_refused(database: Database) -> None:
    made = [await put(database) for _ in range(70)]
    held = {one.id: one for one in await database.write(claiming.claim_some, "w1", 30.0, 70)}
    ends = [Finish(one, held[one].fence, DONE) for one in made[:-1]]
    failed = Outcome("failed", status=422, error="{}", reason=None)
    late = Finish(made[-1], held[made[-1]].fence - 1, failed)
    assert await database.write(ending.finish_all, [*ends, late]) == set(made[:-1])
    states = [(await find(database, one)).state for one in made]
    assert states == ["succeeded"] * 69 + ["running"]
    assert await database.write(ending.finish_all, [Finish(made[-1], held[made[-1]].fence, failed)])
    row = await find(database, made[-1])
    assert (row.state, row.status, row.error, row.result, row.worker) == ("failed", 422, "{}", None, None)


async def test_ends_of_steps_wake_all_of_their_runs(database: Database) -> None:
    for _ in range(3):
        await put(database, kind="pipeline")
    runs = await database.write(claiming.claim_some, "w1", 30.0, 10)
    for run in runs:
        await put(database, owner=Owner(run.id, "only"))
        await database.write(ending.park, run.id, run.fence, "{}")
    steps = await database.write(claiming.claim_some, "w1", 30.0, 10)
    assert {one.owner_id for one in steps} == {one.id for one in runs}
    await database.write(ending.finish_all, [Finish(one.id, one.fence, DONE) for one in steps])
    assert {one.id for one in await database.write(claiming.claim_some, "w1", 30.0, 10)} == {
        one.id for one in runs
    }


async def test_a_job_that_its_worker_lost_sight_of_is_not_kept(database: Database) -> None:
    await put(database)
    lost = await claimed(database, lease=-1.0)
    assert await database.write(leases.beat, "w1", 30.0, ["another"]) == []
    assert await database.write(leases.reap) == 1
    assert (await claimed(database, "w2")).fence > lost.fence


async def test_a_worker_that_is_gone_loses_its_jobs_before_its_lease_ends(database: Database) -> None:
    made = await put(database)
    await claimed(database, "w1", lease=600.0)
    assert await database.read(leases.workers) == ["w1"]
    assert await database.write(leases.reap, leases.Observed(alive=frozenset({"w1"}))) == 0
    assert await database.write(leases.reap, leases.Observed(gone=frozenset({"w1"}))) == 1
    assert (await find(database, made)).state == "queued"


@pytest.mark.parametrize(("late_seconds", "lost"), [(1.0, 0), (60.0, 1)])
async def test_a_worker_that_is_only_slow_keeps_its_jobs(
    database: Database, late_seconds: float, lost: int
) -> None:
    await put(database)
    await claimed(database, "w1", lease=-late_seconds)
    assert await database.write(leases.reap, leases.Observed(alive=frozenset({"w1"}))) == lost
    assert await database.write(leases.reap) == 1 - lost


async def find(database: Database, job_id: str) -> reading.JobRow:
    row = await database.read(reading.find, "ann", job_id)
    assert row is not None
    return row


async def test_connections_from_before_a_restart_are_replaced() -> None:
    with postgresql() as server:
        async with open_database(server.url) as database:
            await prepare(database)
            made = await put(database)
            server.stop(signal.SIGQUIT)
            server.start()
            assert await database.read(is_current)
            assert (await claimed(database)).id == made
