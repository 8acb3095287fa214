import httpx


def test_points_and_indexes_return(client: httpx.Client, plane: str) -> None:
    client.post(f"/collections/{plane}/indexes", json={"field": "n", "type": "integer"})
    snapshot = client.post(f"/collections/{plane}/snapshots").json()["name"]
    client.delete(f"/collections/{plane}/indexes/n")
    client.post(f"/collections/{plane}/points/delete", json={"ids": ["east", "north"]})
    restored = client.post(f"/collections/{plane}/snapshots/{snapshot}/restore").json()
    assert restored == {"collection": plane, "snapshot": snapshot, "points": 3}
    assert client.get(f"/collections/{plane}").json()["indexes"] == {"n": "integer"}
    found = client.post(f"/collections/{plane}/search", json={"vector": [1, 0], "limit": 1}).json()["results"]
    assert found[0]["id"] == "east"
    more = {"points": [{"id": "south", "vector": [0, -1]}]}
    assert client.post(f"/collections/{plane}/points/upsert", json=more).status_code == 200


def test_an_unknown_snapshot_is_refused(client: httpx.Client, plane: str) -> None:
    for name in ("never", "..", "%2e%2e%2fshard"):
        answer = client.post(f"/collections/{plane}/snapshots/{name}/restore")
        assert answer.status_code in (404, 405)
