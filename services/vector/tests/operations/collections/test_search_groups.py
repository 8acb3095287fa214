from typing import Any

import httpx


def test_groups_have_their_best_results(client: httpx.Client, create: Any) -> None:
    points = [
        {
            "id": f"{group}{number}",
            "vector": [1, number / 100],
            "payload": {"doc": group, "tags": [group, "all"]},
        }
        for group, start in (("a", 0), ("b", 40), ("c", 80))
        for number in range(start, start + 40)
    ]
    name = create(points, text_search="none", vectors={"v": {"size": 2}})
    body: dict[str, Any] = {"vector": [1, 0], "group_by": "doc", "group_size": 2, "limit": 2}
    answer = client.post(f"/collections/{name}/search-groups", json=body).json()
    found = [(one["value"], [hit["id"] for hit in one["results"]]) for one in answer["groups"]]
    assert found == [("a", ["a0", "a1"]), ("b", ["b40", "b41"])]
    assert answer["complete"] is True
    body["group_by"] = "tags"
    answer = client.post(f"/collections/{name}/search-groups", json=body).json()
    assert {one["value"] for one in answer["groups"]} == {"a", "all"}


def test_points_without_the_field_are_left_out(client: httpx.Client, plane: str) -> None:
    body = {"vector": [1, 0], "group_by": "absent.field"}
    answer = client.post(f"/collections/{plane}/search-groups", json=body).json()
    assert answer == {"groups": [], "complete": True}


def test_there_is_no_offset(client: httpx.Client, plane: str) -> None:
    body = {"vector": [1, 0], "group_by": "n", "offset": 1}
    assert (
        "offset" in client.post(f"/collections/{plane}/search-groups", json=body).json()["error"]["message"]
    )
