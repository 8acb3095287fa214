from typing import Any

import httpx
import pytest


def search(client: httpx.Client, name: str, **query: Any) -> Any:
    answer = client.post(f"/collections/{name}/search", json=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def error(client: httpx.Client, name: str, **query: Any) -> Any:
    return client.post(f"/collections/{name}/search", json=query).json()["error"]


def ids(found: Any) -> list[str]:
    return [one["id"] for one in found]


def test_meaning_is_found_without_the_words(client: httpx.Client, trains: str) -> None:
    found = search(client, trains, text="When can I travel to the sea by railway?", mode="semantic", limit=1)
    assert found[0]["id"] == "train"
    assert found[0]["text"] == "Trains to the coast leave at eight."
    assert found[0]["payload"] == {"topic": "travel", "year": 2024}


def test_words_are_found_in_other_inflections(client: httpx.Client, trains: str) -> None:
    assert ids(search(client, trains, text="sleeping cat", mode="keyword")) == ["cat"]


@pytest.mark.parametrize("fusion", ["dbsf", "rrf"])
def test_parts_of_a_hybrid_score_add_up(client: httpx.Client, trains: str, fusion: str) -> None:
    for hit in search(client, trains, text="bread for my cat", explain=True, fusion=fusion):
        parts = {one["part"]: one for one in hit["explanation"]}
        assert set(parts) == {"text", "keywords"}
        assert sum(one["contribution"] for one in parts.values()) == pytest.approx(hit["score"], abs=1e-5)


def test_matching_words_are_highlighted(client: httpx.Client, trains: str) -> None:
    hit = search(client, trains, text="the train leaves", highlight=True, limit=1)[0]
    assert [one["text"] for one in hit["highlights"]] == ["Trains", "leave"]
    assert all(hit["text"][one["start"] : one["end"]] == one["text"] for one in hit["highlights"])


def test_vectors_are_compared(client: httpx.Client, plane: str) -> None:
    found = search(client, plane, vector=[2, 0.1], with_vectors=True)
    assert ids(found) == ["east", "northeast", "north"]
    assert found[0]["score"] == pytest.approx(0.99875, abs=1e-4)
    assert found[1]["vectors"]["dense"]["place"] == pytest.approx([0.7071, 0.7071], abs=1e-3)


def test_a_point_is_an_example(client: httpx.Client, plane: str) -> None:
    assert ids(search(client, plane, id="east")) == ["northeast", "north"]
    assert error(client, plane, id="west")["code"] == "POINT_UNKNOWN"


def test_offset_and_threshold(client: httpx.Client, plane: str) -> None:
    assert ids(search(client, plane, vector=[1, 0], offset=1, limit=1)) == ["northeast"]
    assert ids(search(client, plane, vector=[1, 0], score_threshold=0.5)) == ["east", "northeast"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"n": 2}, {"north"}),
        ({"n": [1, 3]}, {"east", "northeast"}),
        ({"must": [{"key": "tags", "match": {"any": ["a"]}}]}, {"east"}),
        ({"must_not": [{"key": "n", "range": {"gte": 2}}]}, {"east"}),
        ({"should": [{"key": "n", "match": {"value": 1}}, {"has_id": ["north"]}]}, {"east", "north"}),
        ({"must": [{"is_empty": {"key": "tags"}}]}, {"northeast"}),
        ({"must": [{"key": "tags", "values_count": {"gt": 1}}]}, {"east"}),
        ({"must": [{"key": "n", "match": {"except": [1]}}]}, {"north", "northeast"}),
        (
            {
                "min_should": {
                    "conditions": [
                        {"key": "n", "range": {"lt": 3}},
                        {"key": "tags", "match": {"value": "b"}},
                        {"key": "n", "match": {"value": 1}},
                    ],
                    "min_count": 3,
                }
            },
            {"east"},
        ),
    ],
)
def test_filters(client: httpx.Client, plane: str, condition: Any, expected: set[str]) -> None:
    assert set(ids(search(client, plane, vector=[1, 1], filter=condition))) == expected


def test_filters_on_places_dates_and_nested_objects(client: httpx.Client, create: Any) -> None:
    points = [
        {
            "id": "berlin",
            "vector": [1, 0],
            "payload": {
                "at": {"lat": 52.52, "lon": 13.4},
                "on": "2026-03-01T10:00:00Z",
                "sizes": [{"w": 1, "h": 2}, {"w": 3, "h": 4}],
                "note": "a green door",
            },
        },
        {
            "id": "paris",
            "vector": [0, 1],
            "payload": {
                "at": {"lat": 48.85, "lon": 2.35},
                "on": "2025-03-01T10:00:00Z",
                "sizes": [{"w": 1, "h": 4}],
                "note": "a red gate",
            },
        },
    ]
    name = create(points, text_search="none", vectors={"v": {"size": 2}})
    near = {"center": {"lat": 52.5, "lon": 13.4}, "radius": 10_000}
    box = {"top_left": {"lat": 53, "lon": 13}, "bottom_right": {"lat": 52, "lon": 14}}
    ring = [{"lat": 52, "lon": 13}, {"lat": 53, "lon": 13}, {"lat": 53, "lon": 14}, {"lat": 52, "lon": 13}]
    both = {"must": [{"key": "w", "match": {"value": 1}}, {"key": "h", "match": {"value": 2}}]}
    for condition in [
        {"key": "at", "geo_radius": near},
        {"key": "at", "geo_bounding_box": box},
        {"key": "at", "geo_polygon": {"exterior": {"points": ring}}},
        {"key": "on", "range": {"gte": "2026-01-01T00:00:00Z"}},
        {"nested": {"key": "sizes", "filter": both}},
        {"key": "note", "match": {"text": "green"}},
    ]:
        assert ids(search(client, name, vector=[1, 1], filter={"must": [condition]})) == ["berlin"], condition


@pytest.mark.parametrize("levels", [33, 60])
def test_deep_filters_are_refused(client: httpx.Client, plane: str, levels: int) -> None:
    condition: Any = {"key": "n", "match": {"value": 1}}
    for _ in range(levels):
        condition = {"must": [condition]}
    assert "32 levels" in error(client, plane, vector=[1, 1], filter=condition)["message"]


def test_a_filter_of_depth_1000_ends_no_process(client: httpx.Client, plane: str) -> None:
    inner = '{"key":"n","match":{"value":1}}'
    body = '{"vector":[1,1],"filter":' + '{"must":[' * 1000 + inner + "]}" * 1000 + "}"
    answer = client.post(
        f"/collections/{plane}/search", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert ids(search(client, plane, vector=[1, 1], filter={"n": 3})) == ["northeast"]


@pytest.mark.parametrize(
    "condition",
    [
        {"must": [{"key": "n"}]},
        {"must": [{"match": {"value": 1}}]},
        {"must": [{"key": "n", "match": {"value": 1, "any": [1]}}]},
        {"must": [{"key": "n", "range": {}}]},
        {"must": [{"key": "n", "range": {"gt": "yesterday"}}]},
        {"must": [{"key": "n", "match": {"any": [1, "a"]}}]},
        {"must": [{"key": "at", "geo_radius": {"center": {"lat": 91, "lon": 0}, "radius": 1}}]},
        {"must": [{"key": "n", "match": {"value": 1}, "unknown": 1}]},
        {"must": [{"key": "n", "match": {"any": list(range(10_001))}}]},
        {"n": {"a": 1}},
    ],
)
def test_wrong_filters_are_refused(client: httpx.Client, plane: str, condition: Any) -> None:
    assert error(client, plane, vector=[1, 1], filter=condition)["code"] == "VALIDATION_ERROR"


def test_diversity_spreads_results(client: httpx.Client, create: Any) -> None:
    texts = ["Apples are red fruits.", "Red apples are fruits.", "Bananas are yellow fruits."]
    name = create([{"id": str(index), "text": text} for index, text in enumerate(texts)])
    relevant = ids(search(client, name, text="red apple fruits", limit=2, diversity=0.0))
    different = ids(search(client, name, text="red apple fruits", limit=2, diversity=0.9))
    assert set(relevant) == {"0", "1"}
    assert "2" in different


def test_searches_that_do_not_fit_the_collection_are_refused(client: httpx.Client, create: Any) -> None:
    name = create(text_search="semantic", vectors={"a": {"size": 2}, "b": {"size": 3}}, sparse_vectors=["s"])
    words = {"indices": [1], "values": [1]}
    assert error(client, name, text="x", mode="keyword")["code"] == "TEXT_SEARCH_OFF"
    assert error(client, name, vector=[1, 2])["code"] == "SEARCH_VECTOR_UNKNOWN"
    assert error(client, name, vector=[1, 2], using="b")["code"] == "SEARCH_VECTOR_WRONG"
    assert error(client, name, sparse_vector=words, diversity=0.5)["code"] == "DIVERSITY_NEEDS_DENSE"
    assert error(client, name, text="x", vector=[1, 2])["code"] == "VALIDATION_ERROR"
    assert error(client, name, text="x", limit=1001)["code"] == "VALIDATION_ERROR"


def test_a_point_without_the_vector_is_no_example(client: httpx.Client, create: Any) -> None:
    name = create([{"id": "1", "text": "x"}], vectors={"a": {"size": 2}})
    assert error(client, name, id="1", using="a")["code"] == "POINT_WITHOUT_VECTOR"


def test_sparse_vectors_are_found(client: httpx.Client, create: Any) -> None:
    points = [{"id": "1", "sparse_vectors": {"s": {"indices": [3, 7], "values": [0.5, 2]}}}]
    name = create(points, text_search="none", sparse_vectors=["s"])
    found = search(client, name, sparse_vector={"indices": [7], "values": [1]}, with_vectors=True)
    assert found[0]["score"] == pytest.approx(2)
    assert found[0]["vectors"]["sparse"] == {"s": {"indices": [3, 7], "values": [0.5, 2.0]}}


def test_reranking_needs_a_model(client: httpx.Client, trains: str) -> None:
    assert error(client, trains, text="x", rerank=True)["code"] == "RERANKER_NOT_CONFIGURED"


def test_a_stranger_finds_nothing(stranger: httpx.Client, trains: str) -> None:
    assert error(stranger, trains, text="x")["code"] == "COLLECTION_UNKNOWN"
