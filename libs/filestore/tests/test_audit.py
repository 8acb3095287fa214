"""What is done with files is noted for the audit log, in the transaction that does it."""

from pathlib import Path

from file_stand import store

from flowforge_filestore.index.audit import FileEvent
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from servicekit.tickets import current_job


def opened(folder: Path) -> FileLibrary:
    settings = FileSettings(url=f"file://{folder}/files", signing_key="a signing key of 32 characters...")
    return open_library(settings)


async def collected(library: FileLibrary) -> list[FileEvent]:
    found = await library.run(library.events.oldest, 100)
    await library.run(library.events.forget, [key for key, _ in found])
    return [event for _, event in found]


async def test_each_act_is_noted_once(tmp_path: Path) -> None:
    library = opened(tmp_path)
    record = await store(library, b"abc")
    (created,) = await collected(library)
    assert (created.consumer, created.action, created.file_id) == ("ann", "file.created", record.file_id)
    assert created.detail == {"bytes": 3, "sha256": record.sha256}
    for content in (library.content(record), library.content(record, signed=True)):
        assert b"".join([piece async for piece in content.read(0, 3)]) == b"abc"
    assert b"".join([piece async for piece in library.content(record).read(1, 2)]) == b"b"
    downloads = await collected(library)
    assert [one.action for one in downloads] == ["file.downloaded"] * 3
    assert [one.detail for one in downloads] == [{}, {"by": "signed_url"}, {"from": 1, "until": 2}]
    await library.delete("ann", record.file_id)
    assert [one.action for one in await collected(library)] == ["file.deleted"]
    assert await collected(library) == []
    await library.close()


async def test_the_job_that_makes_a_file_is_named(tmp_path: Path) -> None:
    library = opened(tmp_path)
    token = current_job.set("0190163d-8694-739b-aea5-966c26f8ad91")
    try:
        await store(library, b"made by a job")
    finally:
        current_job.reset(token)
    (created,) = await collected(library)
    assert created.detail["job"] == "0190163d-8694-739b-aea5-966c26f8ad91"
    await library.close()


async def test_notes_that_nobody_collects_are_dropped_after_a_week(tmp_path: Path) -> None:
    library = opened(tmp_path)
    await store(library, b"kept")
    old = FileEvent("ann", "file.created", "file_0", 1).pack()
    await library.run(library.index.transact, lambda work: work.put("audit:00000000000001:a", old))
    assert await library.run(library.events.drop_old, 100) == 1
    assert len(await collected(library)) == 1
    await library.close()
