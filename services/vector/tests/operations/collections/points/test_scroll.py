from typing import Any

import httpx


def test_pages_have_every_point_once(client: httpx.Client, create: Any) -> None:
    points = [{"id": f"p{number}", "vector": [1, number]} for number in range(25)]
    name = create(points, text_search="none", vectors={"v": {"size": 2}})
    seen: list[str] = []
    cursor = None
    while True:
        page = client.post(f"/collections/{name}/points/scroll", json={"limit": 10, "cursor": cursor}).json()
        seen += [one["id"] for one in page["points"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(f"p{number}" for number in range(25))


def test_points_are_sorted_by_an_indexed_field(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/points/scroll"
    body = {"order_by": "n", "direction": "desc", "limit": 2}
    assert client.post(address, json=body).json()["error"]["code"] == "INDEX_MISSING"
    client.post(f"/collections/{plane}/indexes", json={"field": "n", "type": "integer"})
    assert [one["id"] for one in client.post(address, json=body).json()["points"]] == ["northeast", "north"]
    assert client.post(address, json={**body, "cursor": "1"}).status_code == 422


def test_filters_apply(client: httpx.Client, plane: str) -> None:
    page = client.post(f"/collections/{plane}/points/scroll", json={"filter": {"n": [1, 2]}}).json()
    assert {one["id"] for one in page["points"]} == {"east", "north"}
