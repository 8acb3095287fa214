"""Many callers at once, and bodies that are no points."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest


def test_writers_and_readers_share_a_collection(client: httpx.Client, plane: str) -> None:
    def write(number: int) -> int:
        batch = [{"id": f"{number}-{place}", "vector": [number + 1, place]} for place in range(50)]
        return client.post(f"/collections/{plane}/points/upsert", json={"points": batch}).status_code

    def read(_: int) -> int:
        return client.post(f"/collections/{plane}/search", json={"vector": [1, 1], "limit": 100}).status_code

    with ThreadPoolExecutor(16) as callers:
        written = list(callers.map(write, range(20)))
        found = list(callers.map(read, range(20)))
    assert set(written) == set(found) == {200}
    assert client.get(f"/collections/{plane}").json()["points"] == 3 + 20 * 50


def test_dear_searches_leave_room_for_another_consumer(
    client: httpx.Client, stranger: httpx.Client, create: Callable[..., str]
) -> None:
    """40 searches at once that return and explain as much as is allowed, with the longest filter."""
    texts = [{"id": number, "text": f"Report {number} on trade and rail."} for number in range(300)]
    name = create(texts, text_search="keyword")
    filters = [{"must_not": [{"key": f"field{number}", "match": {"value": "x"}}]} for number in range(499)]
    body = {"text": "trade rail", "limit": 1000, "explain": True, "highlight": True, "candidates": 1000}

    def search(number: int) -> int:
        query = body if number % 2 else {**body, "filter": {"must": filters}}
        return client.post(f"/collections/{name}/search", json=query).status_code

    with ThreadPoolExecutor(40) as callers:
        dear = [callers.submit(search, number) for number in range(40)]
        other = [stranger.get("/collections").status_code for _ in range(5)]
        statuses = {one.result() for one in dear}
    assert set(other) == {200}
    assert statuses <= {200, 503, 504}
    assert 200 in statuses
    assert client.post(f"/collections/{name}/search", json={"text": "rail"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        '{"points": [{"vector": [NaN, 1]}]}',
        '{"points": [{"vector": [1e999, 1]}]}',
        '{"points": [{"vector": [Infinity, 1]}]}',
        '{"points": [{"vector": [null, 1]}]}',
        '{"points": [{"vector": {"a": 1}}]}',
        '{"points": null}',
        "[]",
        "",
    ],
)
def test_bodies_that_are_no_points(client: httpx.Client, plane: str, body: str) -> None:
    answer = client.post(
        f"/collections/{plane}/points/upsert", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert client.get(f"/collections/{plane}").json()["points"] == 3
