"""Sums of usage, saved templates, and the events of a consumer, on both databases."""

import pytest
from jobstore_stand import DONE, claimed, put

from flowforge_jobstore import counting, ending, events, turning
from flowforge_jobstore.database import Database
from flowforge_jobstore.records import Owner
from flowforge_jobstore.tables import job
from flowforge_jobstore.templates import (
    NameTaken,
    create_template,
    delete_template,
    find_template,
    list_templates,
    update_template,
)


async def finished(database: Database, **options: object) -> str:
    made = await put(database, **options)
    held = await claimed(database)
    await database.write(ending.finish, made, held.fence, DONE)
    return made


async def test_each_ended_job_is_counted_once(database: Database) -> None:
    for _ in range(3):
        await finished(database, cost=5)
    await put(database, cost=7)
    assert await database.write(counting.count_usage, 2) == 2
    assert await database.write(counting.count_usage) == 1
    assert await database.write(counting.count_usage) == 0
    (found,) = await database.read(counting.usage_of, "ann", "2000-01-01", "9999-12-31")
    assert (found.operation, found.state, found.jobs, found.cost) == ("math.gcd", "succeeded", 3, 15)
    assert await database.read(counting.usage_of, "bob", "2000-01-01", "9999-12-31") == []


async def test_a_job_is_pruned_only_when_it_is_counted(database: Database) -> None:
    await finished(database, keep_seconds=-1.0)
    assert await database.write(turning.prune) == 0
    await database.write(counting.count_usage)
    assert await database.write(turning.prune) == 1
    assert len(await database.read(counting.usage_of, "ann", "2000-01-01", "9999-12-31")) == 1


async def test_templates_belong_to_a_consumer(database: Database) -> None:
    await database.write(create_template, "ann", "b", "{}")
    await database.write(create_template, "ann", "a", "{}")
    with pytest.raises(NameTaken):
        await database.write(create_template, "ann", "a", "{}")
    assert [row.name for row in await database.read(list_templates, "ann", "", 10)] == ["a", "b"]
    assert await database.read(find_template, "bob", "a") is None
    assert not await database.write(update_template, "bob", "a", "[]")
    assert await database.write(update_template, "ann", "a", "[]")
    row = await database.read(find_template, "ann", "a")
    assert row is not None
    assert (row.version, row.document) == (2, "[]")
    assert await database.write(delete_template, "ann", "a")
    assert not await database.write(delete_template, "ann", "a")


async def test_events_of_all_jobs_but_steps_are_in_one_order(database: Database) -> None:
    begin = await database.read(events.latest_position)
    first = await finished(database)
    second = await put(database)
    await put(database, owner=Owner(second, "step"))
    await put(database, "bob")
    found = await database.read(events.events_of_consumer, "ann", begin)
    assert [(one.position.job_id, one.event.type) for one in found] == [
        (first, "queued"),
        (first, "running"),
        (first, "succeeded"),
        (second, "queued"),
    ]
    rest = await database.read(events.events_of_consumer, "ann", found[2].position)
    assert rest == found[3:]


async def test_work_that_runs_out_is_noted_by_its_holder(database: Database) -> None:
    made = await put(database)
    held = await claimed(database)
    assert not await database.write(ending.run_out, made, held.fence + 1)
    assert await database.write(ending.run_out, made, held.fence)
    shown = await database.read(lambda connection: connection.execute(job.select()).one())
    assert (shown.state, shown.running_out) == ("running", True)
