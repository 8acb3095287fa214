import httpx


def test_values_are_counted(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/facets"
    assert client.post(address, json={"field": "tags"}).json()["error"]["code"] == "INDEX_MISSING"
    client.post(f"/collections/{plane}/indexes", json={"field": "tags", "type": "keyword"})
    values = client.post(address, json={"field": "tags"}).json()["values"]
    assert values == [{"value": "b", "count": 2}, {"value": "a", "count": 1}]
    filtered = client.post(address, json={"field": "tags", "filter": {"n": 2}}).json()["values"]
    assert filtered == [{"value": "b", "count": 1}]


def test_numbers_and_booleans_are_texts(client: httpx.Client, plane: str) -> None:
    client.post(f"/collections/{plane}/points/set-payload", json={"ids": ["east"], "payload": {"ok": True}})
    for name, kind, expected in [("n", "integer", {"1", "2", "3"}), ("ok", "bool", {"true"})]:
        client.post(f"/collections/{plane}/indexes", json={"field": name, "type": kind})
        values = client.post(f"/collections/{plane}/facets", json={"field": name}).json()["values"]
        assert {one["value"] for one in values} == expected
