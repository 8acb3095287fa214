import httpx


def test_snapshots_are_listed_oldest_first(client: httpx.Client, plane: str) -> None:
    made = [client.post(f"/collections/{plane}/snapshots").json() for _ in range(2)]
    assert client.get(f"/collections/{plane}/snapshots").json()["snapshots"] == made
