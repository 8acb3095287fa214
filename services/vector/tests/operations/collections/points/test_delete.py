from typing import Any

import httpx


def test_points_are_deleted_by_id_and_by_filter(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/points/delete"
    assert client.post(address, json={"ids": ["east", "nobody"]}).json() == {"deleted": 1}
    assert client.post(address, json={"filter": {"n": 3}}).json() == {"deleted": 1}
    assert client.post(f"/collections/{plane}/points/count", json={}).json() == {"count": 1}


def test_an_empty_filter_does_not_delete_everything(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/points/delete"
    empty: list[Any] = [{}, {"must": []}, {"should": [], "must_not": []}]
    for condition in empty:
        assert client.post(address, json={"filter": condition}).json()["error"]["code"] == "FILTER_EMPTY"
    assert client.post(address, json={"filter": {"must": [{"must": []}]}}).status_code == 422
    assert client.post(address, json={}).status_code == 422
    assert client.post(f"/collections/{plane}/points/count", json={}).json() == {"count": 3}
