import httpx


def test_an_index_is_deleted(client: httpx.Client, plane: str) -> None:
    client.post(f"/collections/{plane}/indexes", json={"field": "n", "type": "integer"})
    address = f"/collections/{plane}/indexes/n"
    assert client.delete(address).json() == {"deleted": "n"}
    assert client.get(f"/collections/{plane}").json()["indexes"] == {}
    assert client.delete(address).json()["error"]["code"] == "INDEX_UNKNOWN"
