"""The chain of the audit log."""

from typing import Any

from sqlalchemy import update

from flowforge_jobstore import auditing
from flowforge_jobstore.database import Database
from flowforge_jobstore.tables import audit


async def write(database: Database, consumer: str, subject: str) -> None:
    await database.write(auditing.note, consumer, "job.created", subject, {"operation": "math.gcd"})


def broken(found: list[dict[str, Any]], consumer: str) -> list[int]:
    """Return the numbers of the entries whose hash is not that of their content behind the one before."""
    previous = auditing.FIRST
    wrong: list[int] = []
    for one in found:
        what = (one["action"], one["subject"], one["detail"])
        if auditing.digest(previous, consumer, one["number"], one["at"], what) != one["hash"]:
            wrong.append(one["number"])
        previous = one["hash"]
    return wrong


async def test_each_consumer_has_a_chain_of_its_own(database: Database) -> None:
    for number in range(3):
        await write(database, "ann", f"job{number}")
        await write(database, "bob", f"job{number}")
        assert await database.write(auditing.seal) == 2
    found = await database.read(auditing.entries, "ann", 0, 100)
    assert [one["number"] for one in found] == [1, 2, 3]
    assert broken(found, "ann") == []
    assert [one["number"] for one in await database.read(auditing.entries, "ann", 2, 100)] == [3]


async def test_a_changed_entry_breaks_the_chain(database: Database) -> None:
    for number in range(3):
        await write(database, "ann", f"job{number}")
    await database.write(auditing.seal)
    changed = update(audit).where(audit.c.number == 2).values(subject="another")
    await database.write(lambda connection: connection.execute(changed))
    assert broken(await database.read(auditing.entries, "ann", 0, 100), "ann") == [2]


async def test_what_is_not_chained_yet_is_not_shown(database: Database) -> None:
    await write(database, "ann", "job")
    assert await database.read(auditing.entries, "ann", 0, 100) == []
