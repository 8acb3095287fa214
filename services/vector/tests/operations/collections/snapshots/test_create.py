import httpx


def test_snapshots_are_limited(client: httpx.Client, plane: str) -> None:
    for _ in range(10):
        made = client.post(f"/collections/{plane}/snapshots")
        assert made.status_code == 201
        assert made.json()["size_bytes"] > 0
    error = client.post(f"/collections/{plane}/snapshots").json()["error"]
    assert error["code"] == "TOO_MANY_SNAPSHOTS"
