import httpx


def test_sharing_ends(client: httpx.Client, stranger: httpx.Client, trains: str) -> None:
    shared = client.put(f"/collections/{trains}/grants", json={"consumer": "bob"}).json()
    assert client.delete(f"/collections/{trains}/grants/bob").json() == {"deleted": "bob"}
    assert stranger.get(f"/collections/{shared['collection_id']}").status_code == 404
    error = client.delete(f"/collections/{trains}/grants/bob").json()["error"]
    assert error["code"] == "GRANT_UNKNOWN"
