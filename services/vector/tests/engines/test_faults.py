"""Kills, full disks and second owners: what was acknowledged is there afterwards."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flowforge_vector.engines.edge.folders import CURRENT, FRESH, OLD, copy_sparsely, recover
from flowforge_vector.engines.edge.store import EmbeddedStore
from flowforge_vector.engines.errors import CollectionInUse, CollectionMissing, StoreFull, StoreRefused
from flowforge_vector.engines.port import DenseLayout, Layout, PointBatch

LAYOUT = Layout({"v": DenseLayout(8)})
RANDOM = np.random.default_rng(7)
Open = Callable[..., EmbeddedStore]


@pytest.fixture
async def open_store(tmp_path: Path) -> AsyncIterator[Open]:
    opened: list[EmbeddedStore] = []

    def make(**options: Any) -> EmbeddedStore:
        settings = {"processes": 1, "reserve_bytes": 0, "optimize_from": 1_000_000, **options}
        opened.append(EmbeddedStore(tmp_path, **settings))
        return opened[-1]

    yield make
    for store in opened:
        await store.close()


def points(start: int, count: int) -> PointBatch:
    rows = RANDOM.normal(size=(count, 8)).astype(np.float32)
    keys: list[int | str] = list(range(start, start + count))
    return PointBatch(keys, [{"n": key} for key in keys], {"v": (list(range(count)), rows)})


def kill(store: EmbeddedStore) -> None:
    pid = store.caller("c").server.pid
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


async def test_what_was_acknowledged_survives_kills(open_store: Open) -> None:
    store = open_store()
    await store.create("c", LAYOUT)
    acknowledged: set[int] = set()

    async def write(first: int) -> None:
        for start in range(first, first + 1000, 100):
            with suppress(Exception):
                await store.upsert("c", points(start, 100))
                acknowledged.update(range(start, start + 100))

    writers = [asyncio.create_task(write(number * 1000)) for number in range(4)]
    for _ in range(3):
        before = len(acknowledged)
        while len(acknowledged) == before and not all(one.done() for one in writers):  # noqa: ASYNC110 - polled
            await asyncio.sleep(0.01)
        kill(store)
    await asyncio.gather(*writers)
    assert len(acknowledged) > 1000
    found = await store.retrieve("c", sorted(acknowledged), with_vector=False)
    assert {one["id"] for one in found} == acknowledged


async def test_a_second_owner_is_refused_and_does_no_harm(open_store: Open) -> None:
    first, second = open_store(), open_store()
    await first.create("c", LAYOUT)
    await first.upsert("c", points(0, 10))
    with pytest.raises(CollectionInUse):
        await second.count("c", None)
    await first.upsert("c", points(10, 10))
    await first.create_snapshot("c")  # flushes
    await first.close()
    assert await second.count("c", None) == 20


async def test_a_full_disk_is_told_before_anything_is_written(open_store: Open) -> None:
    store = open_store()
    await store.create("c", LAYOUT)
    await store.upsert("c", points(0, 10))
    await store.close()
    full = open_store(reserve_bytes=1 << 60)
    with pytest.raises(StoreFull):
        await full.upsert("c", points(10, 10))
    assert await full.count("c", None) == 10


async def test_a_missing_collection_and_a_refused_call_have_names(open_store: Open) -> None:
    store = open_store()
    with pytest.raises(CollectionMissing):
        await store.count("never", None)
    await store.create("c", LAYOUT)
    with pytest.raises(StoreRefused):
        await store.query("c", [{"limit": 1, "query": {"nearest": [1.0]}, "using": "other"}])


async def test_points_survive_an_optimization_beside_writers(open_store: Open, tmp_path: Path) -> None:
    store = open_store(optimize_from=500)
    await store.create("c", LAYOUT)
    mark = tmp_path / "c" / "optimized"
    written = 0
    while not mark.exists() or written < 3000:
        await store.upsert("c", points(written, 100))
        await store.update("c", {"set_payload": {"payload": {"seen": True}, "points": [written]}})
        written += 100
    assert await store.count("c", None) == written
    seen = {"must": [{"key": "seen", "match": {"value": True}}]}
    assert await store.count("c", seen) == written // 100
    await store.close()
    again = open_store()
    assert await again.count("c", None) == written


@pytest.mark.deep
async def test_a_kill_during_a_swap_leaves_one_of_both(open_store: Open) -> None:
    store = open_store()
    await store.create("c", LAYOUT)
    await store.upsert("c", points(0, 100))
    snapshot = (await store.create_snapshot("c")).name
    for delay in (0.0, 0.005, 0.02, 0.05):
        await store.upsert("c", points(100, 50))
        restoring = asyncio.create_task(store.restore_snapshot("c", snapshot))
        await asyncio.sleep(delay)
        kill(store)
        with suppress(Exception):
            await restoring
        assert await store.count("c", None) in (100, 150)
    await store.restore_snapshot("c", snapshot)
    assert await store.count("c", None) == 100


@pytest.mark.deep
async def test_a_kill_beside_an_optimization_loses_nothing(open_store: Open, tmp_path: Path) -> None:
    """Kill while the copy is made, while it is optimized, and around the swap."""
    store = open_store(optimize_from=500)
    await store.create("c", LAYOUT)
    written = 0
    for delay in (0.0, 0.3, 0.8, 1.5):
        while not list((tmp_path / "c").glob(f"{FRESH}*")):
            await store.upsert("c", points(written, 100))
            written += 100
        await asyncio.sleep(delay)
        kill(store)
        assert await store.count("c", None) == written
    found = await store.retrieve("c", list(range(written)), with_vector=False)
    assert len(found) == written


@pytest.mark.parametrize(
    ("folders", "content"),
    [
        ({CURRENT: "current"}, "current"),
        ({CURRENT: "current", FRESH: "half"}, "current"),
        ({OLD: "old", FRESH: "complete"}, "complete"),
        ({OLD: "old", CURRENT: "swapped"}, "swapped"),
        ({CURRENT: "current", f"{FRESH}.123": "half"}, "current"),
    ],
)
def test_an_interrupted_swap_is_mended(tmp_path: Path, folders: dict[str, str], content: str) -> None:
    for name, text in folders.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(text)
    recover(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [CURRENT]
    assert (tmp_path / CURRENT / "file").read_text() == content


def test_holes_stay_holes_in_copies(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "inner").mkdir(parents=True)
    with (source / "inner" / "file").open("wb") as stream:
        stream.write(b"start")
        stream.seek(50 << 20)
        stream.write(b"end")
        stream.truncate(60 << 20)
    (source / "empty").touch()
    copy_sparsely(source, tmp_path / "copy")
    copied = tmp_path / "copy" / "inner" / "file"
    assert copied.read_bytes() == (source / "inner" / "file").read_bytes()
    assert copied.stat().st_blocks * 512 < 1 << 20
    assert (tmp_path / "copy" / "empty").stat().st_size == 0
