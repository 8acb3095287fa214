"""The contract of stores, on the embedded store and on the adapter of Qdrant (its client's local mode)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qdrant_client import AsyncQdrantClient

from flowforge_vector.engines.edge.store import EmbeddedStore
from flowforge_vector.engines.port import DenseLayout, Layout, PointBatch, SparseRows, VectorStore
from flowforge_vector.engines.qdrant.store import QdrantStore

LAYOUT = Layout({"v": DenseLayout(2), "far": DenseLayout(2, "euclid")}, {"words": False})
pytestmark = [
    pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*:DeprecationWarning"),
]


@pytest.fixture(params=["embedded", "qdrant"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VectorStore]:
    opened: VectorStore
    if request.param == "embedded":
        opened = EmbeddedStore(tmp_path, processes=1, reserve_bytes=0, optimize_from=1_000_000)
    else:
        opened = QdrantStore(AsyncQdrantClient(location=":memory:"))
    await opened.create("c", LAYOUT)
    await opened.upsert("c", batch())
    yield opened
    await opened.close()


def batch() -> PointBatch:
    rows = np.asarray([[1, 0], [0, 1], [1, 1], [-1, 0.1]], np.float32)
    payloads: list[dict[str, Any]] = [
        {"n": 1, "tags": ["a", "b"], "at": {"lat": 52.5, "lon": 13.4}, "parts": [{"x": 1, "y": 2}]},
        {"n": 2, "tags": ["b"], "on": "2026-01-05T00:00:00Z", "parts": [{"x": 1, "y": 3}]},
        {"n": 3, "tags": [], "note": "green door", "open": True},
        {"n": 4, "none": None, "open": False},
    ]
    return PointBatch(
        [1, 2, "2f1c1e9e-93f0-4c0e-8f3c-2d7a3b1f6c11", 4],
        payloads,
        {"v": ([0, 1, 2, 3], rows), "far": ([0, 1], rows[:2] * 10)},
        {"words": SparseRows([0, 2], [[1, 5], [5, 9]], [[1.0, 2.0], [0.5, 3.0]])},
    )


def keys(points: list[Any]) -> list[Any]:
    return [one["payload"]["n"] for one in points]


async def query(store: VectorStore, **request: Any) -> list[Any]:
    found = await store.query("c", [{"limit": 10, **request}])
    return list(found[0])


async def test_vectors_by_name(store: VectorStore) -> None:
    found = await query(store, query={"nearest": [1.0, 0.2]}, using="v", with_vector=["v"])
    assert keys(found) == [1, 3, 2, 4]
    assert found[0]["score"] == pytest.approx(0.98058, abs=1e-4)
    assert found[1]["vector"]["v"] == pytest.approx([0.70711, 0.70711], abs=1e-4)
    assert keys(await query(store, query={"nearest": [10.0, 1.0]}, using="far")) == [1, 2]


async def test_sparse_vectors(store: VectorStore) -> None:
    words = {"nearest": {"indices": [5, 9], "values": [1.0, 1.0]}}
    found = await query(store, query=words, using="words", with_vector=["words"])
    assert [(one["payload"]["n"], one["score"]) for one in found] == [(3, 3.5), (1, 2.0)]
    assert found[1]["vector"]["words"] == {"indices": [1, 5], "values": [1.0, 2.0]}


@pytest.mark.parametrize("joining", [{"rrf": {"k": 60}}, {"fusion": "dbsf"}])
async def test_parts_are_joined(store: VectorStore, joining: Any) -> None:
    prefetch = [
        {"query": {"nearest": [1.0, 0.0]}, "using": "v", "limit": 3},
        {"query": {"nearest": {"indices": [9], "values": [1.0]}}, "using": "words", "limit": 3},
    ]
    found = await query(store, prefetch=prefetch, query=joining)
    assert keys(found)[0] == (3 if "rrf" in joining else keys(found)[0])
    assert set(keys(found)) == {1, 2, 3}
    if "rrf" in joining:
        assert [one["score"] for one in found] == pytest.approx([1 / 61 + 1 / 60, 1 / 60, 1 / 62], abs=1e-5)


async def test_diversity(store: VectorStore) -> None:
    for diversity, second in ((0.0, 3), (1.0, 4)):
        mmr = {"diversity": diversity, "candidates_limit": 4}
        wanted = {"nearest": [1.0, 0.1], "mmr": mmr}
        assert keys(await query(store, query=wanted, using="v", limit=2)) == [1, second]


@pytest.mark.parametrize("strategy", ["best_score", "sum_scores"])
async def test_examples(store: VectorStore, strategy: str) -> None:
    examples = {"positive": [[0.0, 1.0]], "negative": [[-1.0, 0.0]], "strategy": strategy}
    assert keys(await query(store, query={"recommend": examples}, using="v"))[0] in (2, 3)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"must": [{"key": "n", "range": {"gte": 2, "lt": 4}}]}, {2, 3}),
        ({"must": [{"key": "tags", "match": {"any": ["a", "z"]}}]}, {1}),
        ({"must": [{"key": "n", "match": {"except": [1, 2]}}]}, {3, 4}),
        ({"must_not": [{"has_id": [1, 4]}]}, {2, 3}),
        ({"must": [{"key": "open", "match": {"value": True}}]}, {3}),
        ({"must": [{"key": "open", "match": {"value": False}}]}, {4}),
        ({"must": [{"is_null": {"key": "none"}}]}, {4}),
        ({"must": [{"is_empty": {"key": "tags"}}]}, {3, 4}),
        ({"must": [{"has_vector": "far"}]}, {1, 2}),
        ({"must": [{"key": "on", "range": {"gt": "2026-01-01T00:00:00Z"}}]}, {2}),
        ({"must": [{"key": "note", "match": {"text": "green"}}]}, {3}),
        ({"must": [{"key": "tags", "values_count": {"gte": 2}}]}, {1}),
        (
            {"must": [{"key": "at", "geo_radius": {"center": {"lat": 52.5, "lon": 13.4}, "radius": 99.0}}]},
            {1},
        ),
        (
            {
                "must": [
                    {
                        "nested": {
                            "key": "parts",
                            "filter": {
                                "must": [
                                    {"key": "x", "match": {"value": 1}},
                                    {"key": "y", "match": {"value": 3}},
                                ]
                            },
                        }
                    }
                ]
            },
            {2},
        ),
        (
            {
                "should": [
                    {"key": "n", "match": {"value": 1}},
                    {"must": [{"key": "n", "match": {"value": 4}}]},
                ]
            },
            {1, 4},
        ),
        (
            {
                "min_should": {
                    "conditions": [
                        {"key": "n", "range": {"lt": 3}},
                        {"key": "tags", "match": {"value": "b"}},
                        {"key": "tags", "match": {"value": "a"}},
                    ],
                    "min_count": 3,
                }
            },
            {1},
        ),
    ],
)
async def test_filters(store: VectorStore, condition: Any, expected: set[int]) -> None:
    assert (
        set(keys(await query(store, query={"nearest": [1.0, 1.0]}, using="v", filter=condition))) == expected
    )
    assert await store.count("c", condition) == len(expected)


async def test_points_are_read_page_by_page(store: VectorStore) -> None:
    first, following = await store.scroll("c", {"limit": 3})
    second, end = await store.scroll("c", {"limit": 3, "offset": following})
    assert sorted(keys([*first, *second])) == [1, 2, 3, 4]
    assert end is None
    found = await store.retrieve("c", [4, 99], with_vector=False)
    assert [(one["id"], one["payload"]) for one in found] == [(4, {"n": 4, "none": None, "open": False})]


async def test_payloads_change(store: VectorStore) -> None:
    by_filter = {"must": [{"key": "n", "match": {"value": 2}}]}
    await store.update("c", {"set_payload": {"payload": {"new": 1}, "points": [1]}})
    await store.update("c", {"set_payload": {"payload": {"new": 2}, "filter": by_filter}})
    await store.update("c", {"delete_payload": {"keys": ["tags"], "points": [1]}})
    found = {one["id"]: one["payload"] for one in await store.retrieve("c", [1, 2], with_vector=False)}
    assert (found[1]["new"], found[2]["new"], "tags" in found[1]) == (1, 2, False)
    await store.update("c", {"delete": {"filter": by_filter}})
    await store.update("c", {"delete": {"points": [1]}})
    assert await store.count("c", None) == 2


async def test_values_are_counted_and_sorted(store: VectorStore) -> None:
    await store.create_index("c", "tags", "keyword")
    await store.create_index("c", "n", "integer")
    assert await store.facet("c", {"key": "tags", "limit": 5, "filter": None}) == [("b", 2), ("a", 1)]
    points, _ = await store.scroll("c", {"limit": 2, "order_by": {"key": "n", "direction": "desc"}})
    assert keys(points) == [4, 3]


async def test_writing_again_changes_nothing(store: VectorStore) -> None:
    await store.create("c", LAYOUT)
    await store.upsert("c", batch())
    assert (await store.describe("c")).points == 4
