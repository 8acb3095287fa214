"""What the adapter sends to a Qdrant server, and what it makes of failures. There is no server here."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from qdrant_client import AsyncQdrantClient

from flowforge_vector.engines.catalog.qdrant import QdrantCatalog
from flowforge_vector.engines.catalog.record import CollectionRecord
from flowforge_vector.engines.errors import CollectionMissing, StoreAway, StoreRefused, StoreTooOld
from flowforge_vector.engines.port import DenseLayout, Layout, PointBatch, SparseRows
from flowforge_vector.engines.qdrant.store import Cluster, QdrantStore

sys.path.insert(0, str(Path(__file__).parent))
from qdrant_requests import Recorder

CREATED = True
DONE = {"operation_id": 1, "status": "completed"}
SNAPSHOT = {"name": "s1", "creation_time": "2026-01-01T00:00:00", "size": 5}
Open = Callable[..., QdrantStore]


@pytest.fixture
async def open_store() -> AsyncIterator[Open]:
    opened: list[QdrantStore] = []

    def make(recorder: Recorder) -> QdrantStore:
        store = QdrantStore(client(recorder), Cluster("http://qdrant:6333", "key", 3, 2, 1))
        opened.append(store)
        return store

    yield make
    for store in opened:
        await store.close()


def client(recorder: Recorder) -> AsyncQdrantClient:
    transport = httpx.MockTransport(recorder)
    return AsyncQdrantClient(url="http://qdrant:6333", check_compatibility=False, transport=transport)


async def test_collections(open_store: Open) -> None:
    recorder = Recorder({"exists": False}, CREATED, DONE, DONE)
    store = open_store(recorder)
    dense = {
        "a": DenseLayout(3, "dot", "scalar"),
        "b": DenseLayout(2, "euclid", "binary"),
        "c": DenseLayout(2),
    }
    await store.create("c", Layout(dense, {"words": True, "own": False}))
    await store.create_index("c", "text", "text")
    await store.create_index("c", "n", "integer")
    assert [path for _, path in recorder.asked] == [
        "/collections/c/exists",
        "/collections/c",
        "/collections/c/index",
        "/collections/c/index",
    ]


async def test_points(open_store: Open) -> None:
    rows = np.asarray([[0.1, 2.5]], np.float32)
    batch = PointBatch(
        [7], [{"a": {"b": [1, None]}}], {"v": ([0], rows)}, {"w": SparseRows([0], [[3]], [[0.5]])}
    )
    store = open_store(Recorder(DONE, [DONE], [DONE], [DONE], [DONE]))
    condition = {"must": [{"key": "a.b", "match": {"any": [1]}}], "must_not": [{"has_id": [1]}]}
    await store.upsert("c", batch)
    await store.update("c", {"delete": {"points": [1, 2]}})
    await store.update("c", {"delete": {"filter": condition}})
    await store.update("c", {"set_payload": {"payload": {"x": 1}, "filter": condition}})
    await store.update("c", {"delete_payload": {"keys": ["x"], "points": [1]}})


async def test_reads(open_store: Open) -> None:
    point = {"id": 7, "version": 0, "score": 0.5, "payload": {"a": 1}, "vector": {"v": [1.0]}}
    record = {"id": 7, "payload": {"a": 1}}
    hits = {"hits": [{"value": "a", "count": 2}]}
    page = {"points": [record], "next_page_offset": 8}
    store = open_store(Recorder([{"points": [point]}], [record], page, {"count": 4}, hits))
    nested = {"nested": {"key": "p", "filter": {"must": [{"key": "x", "match": {"value": 1}}]}}}
    circle = {"center": {"lat": 1.0, "lon": 2.0}, "radius": 3.0}
    condition = {
        "must": [nested, {"key": "at", "geo_radius": circle}, {"key": "n", "range": {"gte": 1.0}}],
        "should": [{"is_empty": {"key": "a"}}, {"is_null": {"key": "b"}}, {"has_vector": "v"}],
        "min_should": {"conditions": [{"key": "t", "match": {"phrase": "a b"}}], "min_count": 1},
    }
    request: dict[str, Any] = {
        "limit": 3,
        "offset": 1,
        "query": {"rrf": {"k": 60}},
        "prefetch": [
            {"query": {"nearest": [1.0]}, "using": "v", "limit": 100, "filter": condition},
            {"query": {"nearest": {"indices": [1], "values": [1.0]}}, "using": "w", "limit": 100},
        ],
        "with_vector": ["v"],
        "score_threshold": 0.1,
    }
    found = await store.query("c", [request])
    assert found == [[{"id": 7, "payload": {"a": 1}, "score": 0.5, "vector": {"v": [1.0]}}]]
    assert await store.retrieve("c", [7], with_vector=True) == [{"id": 7, "payload": {"a": 1}}]
    wanted = {"limit": 2, "filter": condition, "order_by": {"key": "n", "direction": "desc"}}
    assert (await store.scroll("c", wanted))[1] == 8
    assert await store.count("c", condition) == 4
    assert await store.facet("c", {"key": "tags", "limit": 3, "filter": condition}) == [("a", 2)]


@pytest.mark.parametrize(
    "query",
    [
        {"nearest": [1.0], "mmr": {"diversity": 0.5, "candidates_limit": 100}},
        {"recommend": {"positive": [[1.0]], "negative": [], "strategy": "best_score"}},
        {"fusion": "dbsf"},
    ],
)
async def test_queries(open_store: Open, query: Any) -> None:
    store = open_store(Recorder([{"points": []}]))
    prefetch = [{"query": {"nearest": [1.0]}, "using": "v", "limit": 10}]
    assert await store.query("c", [{"limit": 3, "query": query, "prefetch": prefetch}]) == [[]]


async def test_snapshots(open_store: Open) -> None:
    recorder = Recorder(SNAPSHOT, [SNAPSHOT], [SNAPSHOT])
    store = open_store(recorder)
    assert (await store.create_snapshot("c")).name == "s1"
    assert [one.name for one in await store.list_snapshots("c")] == ["s1"]
    await store.restore_snapshot("c", "s1")
    await store.delete_snapshot("c", "s1")
    assert recorder.asked[3] == ("PUT", "/collections/c/snapshots/recover")


async def test_a_server_that_comes_back_is_asked_again(open_store: Open) -> None:
    recorder = Recorder(503, httpx.ConnectError("refused"), {"count": 4})
    assert await open_store(recorder).count("c", None) == 4
    assert len(recorder.asked) == 3


async def test_failures_have_names(open_store: Open) -> None:
    with pytest.raises(StoreAway):
        await open_store(Recorder(*[httpx.ConnectError("refused")] * 4)).count("c", None)
    with pytest.raises(CollectionMissing):
        await open_store(Recorder(404)).count("c", None)
    with pytest.raises(StoreRefused):
        await open_store(Recorder(400)).count("c", None)


async def test_a_server_that_is_too_old_is_not_used(open_store: Open) -> None:
    store = open_store(
        Recorder(*({"title": "qdrant", "version": one} for one in ("1.16.0", "2.0.1", "1.9.7")))
    )
    assert await store.ping() == {"qdrant": "1.16.0"}
    assert await store.ping() == {"qdrant": "2.0.1"}
    with pytest.raises(StoreTooOld, match=r"version 1\.9\.7; 1\.16 or later"):
        await store.ping()


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
async def test_the_catalog_is_kept_on_the_server() -> None:
    opened = AsyncQdrantClient(location=":memory:")
    record = CollectionRecord(
        id="col_1",
        owner="ada",
        name="a",
        created_at="2026-01-01",
        language="en",
        text_search="none",
        model=None,
        model_dimensions=None,
        grants={"bob": "read"},
    )
    await QdrantCatalog(opened).save(record)
    catalog = QdrantCatalog(opened)
    assert await catalog.find("col_1") == record
    for consumer, names in (("ada", ["a"]), ("bob", ["a"]), ("eve", [])):
        assert [one.name for one in await catalog.visible_to(consumer)] == names
    await catalog.remove("col_1")
    assert await catalog.find("col_1") is None
    await opened.close()
