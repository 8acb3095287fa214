import httpx


def test_a_reader_reads_and_a_writer_writes(
    client: httpx.Client, stranger: httpx.Client, trains: str
) -> None:
    shared = client.put(f"/collections/{trains}/grants", json={"consumer": "bob", "role": "read"}).json()
    address = f"/collections/{shared['collection_id']}"
    listed = stranger.get("/collections").json()["collections"]
    assert [(one["id"], one["role"], one["grants"]) for one in listed] == [
        (shared["collection_id"], "read", {})
    ]
    found = stranger.post(f"{address}/search", json={"text": "bread", "limit": 1}).json()["results"]
    assert found[0]["id"] == "bread"
    point = {"points": [{"id": "new", "text": "New."}]}
    refused = stranger.post(f"{address}/points/upsert", json=point)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "COLLECTION_READ_ONLY")
    client.put(f"/collections/{trains}/grants", json={"consumer": "bob", "role": "write"})
    assert stranger.post(f"{address}/points/upsert", json=point).status_code == 200
    assert stranger.delete(address).json()["error"]["code"] == "COLLECTION_NOT_YOURS"
    assert stranger.put(f"{address}/grants", json={"consumer": "eve"}).status_code == 403
    assert stranger.get(f"/collections/{trains}").status_code == 404  # the name is the owner's


def test_the_owner_needs_no_grant(client: httpx.Client, trains: str) -> None:
    error = client.put(f"/collections/{trains}/grants", json={"consumer": "ada"}).json()["error"]
    assert error["code"] == "GRANT_TO_OWNER"
