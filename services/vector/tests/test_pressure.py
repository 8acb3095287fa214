"""Many callers at once, and bodies that are no points."""

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
