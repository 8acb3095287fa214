import httpx


def test_a_snapshot_is_deleted(client: httpx.Client, plane: str) -> None:
    snapshot = client.post(f"/collections/{plane}/snapshots").json()["name"]
    assert client.delete(f"/collections/{plane}/snapshots/{snapshot}").json() == {"deleted": snapshot}
    assert client.get(f"/collections/{plane}/snapshots").json() == {"snapshots": []}
    error = client.delete(f"/collections/{plane}/snapshots/{snapshot}").json()["error"]
    assert error["code"] == "SNAPSHOT_UNKNOWN"
