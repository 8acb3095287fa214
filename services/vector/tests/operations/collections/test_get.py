import httpx


def test_points_are_counted(client: httpx.Client, trains: str) -> None:
    described = client.get(f"/collections/{trains}").json()
    assert described["points"] == 3
    assert described["status"] == "ready"
    assert described["bytes_on_disk"] > 0


def test_the_id_is_an_address_too(client: httpx.Client, trains: str) -> None:
    described = client.get(f"/collections/{trains}").json()
    assert client.get(f"/collections/{described['id']}").json()["name"] == trains


def test_a_stranger_learns_nothing(client: httpx.Client, stranger: httpx.Client, trains: str) -> None:
    identifier = client.get(f"/collections/{trains}").json()["id"]
    for name in (trains, identifier, "never-made"):
        answer = stranger.get(f"/collections/{name}")
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "COLLECTION_UNKNOWN"
