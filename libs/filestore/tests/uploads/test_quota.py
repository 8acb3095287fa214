"""Room for uploads that did not say how long they are."""

import os

import pytest
from file_stand import ANN, store

from flowforge_filestore.errors import UploadTooLong
from flowforge_filestore.library import FileLibrary
from servicekit.ports.file_errors import QuotaExceeded


async def test_room_grows_ahead_of_what_arrives(library: FileLibrary) -> None:
    """A step is as large as what is held already: 12 MB in pieces of 100 kB take few transactions."""
    held: list[int] = []
    async with library.receiver.open(ANN, expected=0, limit=1 << 30, too_large=UploadTooLong) as incoming:
        for _ in range(120):
            await incoming.write(bytes(100_000))
            held.append((await library.usage("ann")).reserved)
    steps = sorted(set(held))
    assert held[-1] >= 5_000_000
    assert len(steps) <= 7
    assert (await library.usage("ann")).reserved == 0


async def test_the_last_of_the_quota_can_be_used(library: FileLibrary) -> None:
    """Where no room is ahead, what is needed is held: 20 MB fit a quota of 20 MB exactly."""
    content = os.urandom(20_000_000)
    assert (await store(library, content)).size == len(content)
    with pytest.raises(QuotaExceeded):
        await store(library, b"x")
