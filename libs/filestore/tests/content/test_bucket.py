"""A bucket that is slow, missing or forbidden."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator

import httpx
import pytest
from file_stand.places import stored_at

from flowforge_filestore.opening import open_objects
from servicekit.ports.file_errors import FileDamaged, FileStoreUnavailable, FileStoreUnwritable

MIB = 1 << 20
CONTENT = os.urandom(12 * MIB + 1)


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), MIB):
        yield content[at : at + MIB]


async def test_a_download_is_made_of_short_requests(s3_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """No request waits for a slow reader: the library cuts off those that last longer than half a minute."""
    caplog.set_level(logging.INFO, "werkzeug")

    def requests() -> int:
        return sum("GET /files-" in record.getMessage() for record in caplog.records)

    objects = open_objects(stored_at(s3_url))
    await objects.put("ab/cd", pieces(CONTENT))
    reading = objects.read("ab/cd", len(CONTENT), 1, len(CONTENT))
    got = await anext(reading)
    assert requests() <= 2
    async for piece in reading:
        got += piece
    assert requests() == 3
    assert got == CONTENT[1:]


async def test_a_reader_may_leave(s3_url: str) -> None:
    objects = open_objects(stored_at(s3_url))
    await objects.put("ab/cd", pieces(CONTENT))
    reading = objects.read("ab/cd", len(CONTENT), 0, len(CONTENT))
    assert await anext(reading) == CONTENT[:MIB]
    await reading.aclose()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_parts_of_an_object_that_is_given_up_are_given_back(s3: str, s3_url: str) -> None:
    """They would be paid for, and no list of objects shows them."""
    objects = open_objects(stored_at(s3_url))
    running: list[str] = []

    def unfinished() -> str:
        return httpx.get(f"{s3}/{s3_url.split('/')[2]}?uploads").text

    async def broken() -> AsyncIterator[bytes]:
        async for piece in pieces(CONTENT):
            yield piece
        running.append(await asyncio.to_thread(unfinished))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await objects.put("ab/cd", broken())
    assert "<Upload>" in running[0]
    assert "<Upload>" not in await asyncio.to_thread(unfinished)


async def test_an_object_of_another_size_is_damaged(s3_url: str) -> None:
    objects = open_objects(stored_at(s3_url))
    await objects.put("ab/cd", pieces(b"12345"))
    for name, size in (("ab/cd", 4), ("ab/cd", 6), ("ab/ef", 5)):
        with pytest.raises(FileDamaged):
            assert [piece async for piece in objects.read(name, size, 0, 2)] == []


async def test_many_objects_are_deleted(s3_url: str) -> None:
    objects = open_objects(stored_at(s3_url))
    names = [f"ab/{number}" for number in range(20)]
    for name in names:
        await objects.put(name, pieces(b"x"))
    await objects.delete([*names, "ab/never"])
    for name in names:
        with pytest.raises(FileDamaged):
            await anext(objects.read(name, 1, 0, 1))


async def test_a_bucket_that_is_not_there_is_told(s3_url: str) -> None:
    """No file is damaged by it, and none is written."""
    objects = open_objects(stored_at(s3_url.replace("files-", "nothing-")))
    for content in (b"x", CONTENT):
        with pytest.raises(FileStoreUnwritable):
            await objects.put("ab/cd", pieces(content))
    with pytest.raises(FileStoreUnwritable):
        await objects.ping()
    with pytest.raises(FileStoreUnavailable):
        await anext(objects.read("ab/cd", 1, 0, 1))
