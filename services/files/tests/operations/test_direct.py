import httpx


def test_the_address_is_for_one_put(ann: httpx.Client) -> None:
    direct = ann.post("/api/v1/files/direct", json={}).json()
    assert direct["method"] == "PUT"
    assert direct["file_id"] in direct["url"]


def test_an_allowance_has_bounds(ann: httpx.Client) -> None:
    answer = ann.post("/api/v1/files/direct", json={"max_bytes": -1})
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"
