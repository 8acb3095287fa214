"""A disk that fills up while points are written, in the process that owns the shards.

A real full disk needs a file system of its own. A limit on the size of files has the same effect on the
engine, which maps files that it has extended: the write fails, or the process ends.
"""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from flowforge_vector.engines.edge.store import EmbeddedStore
from flowforge_vector.engines.port import DenseLayout, Layout, PointBatch

LAYOUT = Layout({"v": DenseLayout(256)})
LIMIT = 12 << 20
COUNT = 1000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path, processes=1, reserve_bytes=0, optimize_from=1_000_000)
    yield opened
    await opened.close()


def batch(start: int) -> PointBatch:
    rows = np.random.default_rng(start).normal(size=(COUNT, 256)).astype(np.float32)
    keys: list[int | str] = list(range(start, start + COUNT))
    return PointBatch(keys, [{"n": key} for key in keys], {"v": (list(range(COUNT)), rows)})


async def written_until_refused(store: EmbeddedStore) -> int:
    """Write until a batch is refused; return the number of points that were confirmed."""
    for start in range(COUNT, 80 * COUNT, COUNT):
        try:
            async with asyncio.timeout(60):
                await store.upsert("c", batch(start))
        except Exception:  # noqa: BLE001 - whichever way it fails
            return start
    raise AssertionError("the limit was never reached")


async def test_what_was_confirmed_before_the_disk_filled_up_is_there(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    await store.create("c", LAYOUT)
    await store.upsert("c", batch(0))  # the engine makes its files, 32 MB each, which have room for more
    pid = store.caller("c").server.pid
    assert pid is not None
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    confirmed = await written_until_refused(store)
    assert confirmed > COUNT
    await store.close()
    again = EmbeddedStore(tmp_path, processes=1, reserve_bytes=0, optimize_from=1_000_000)
    found = await again.retrieve("c", list(range(confirmed)), with_vector=False)
    assert {one["id"] for one in found} == set(range(confirmed))
    await again.upsert("c", batch(confirmed))
    assert await again.count("c", None) == confirmed + COUNT
    await again.close()
