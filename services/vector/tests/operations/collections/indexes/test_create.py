import httpx


def test_an_index_is_shown_and_used(client: httpx.Client, trains: str) -> None:
    address = f"/collections/{trains}/indexes"
    assert client.post(address, json={"field": "text", "type": "text"}).status_code == 201
    assert client.get(f"/collections/{trains}").json()["indexes"] == {"text": "text"}
    phrase = {"must": [{"key": "text", "match": {"phrase": "fresh bread"}}]}
    assert client.post(f"/collections/{trains}/points/count", json={"filter": phrase}).json() == {"count": 1}
    reversed_ = {"must": [{"key": "text", "match": {"phrase": "bread fresh"}}]}
    assert client.post(f"/collections/{trains}/points/count", json={"filter": reversed_}).json() == {
        "count": 0
    }


def test_a_field_has_one_index(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/indexes"
    assert client.post(address, json={"field": "n", "type": "integer"}).status_code == 201
    assert client.post(address, json={"field": "n", "type": "integer"}).status_code == 201
    error = client.post(address, json={"field": "n", "type": "float"}).json()["error"]
    assert error["code"] == "INDEX_EXISTS"


def test_the_number_of_indexes_is_limited(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/indexes"
    for number in range(32):
        assert client.post(address, json={"field": f"f{number}", "type": "bool"}).status_code == 201
    error = client.post(address, json={"field": "one_more", "type": "bool"}).json()["error"]
    assert error["code"] == "TOO_MANY_INDEXES"
