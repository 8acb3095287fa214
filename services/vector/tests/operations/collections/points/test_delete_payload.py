import httpx


def test_fields_are_removed(client: httpx.Client, plane: str) -> None:
    body = {"filter": {"tags": "b"}, "fields": ["tags", "absent"]}
    answer = client.post(f"/collections/{plane}/points/delete-payload", json=body)
    assert answer.json() == {"changed": 2}
    found = client.post(f"/collections/{plane}/points/get", json={"ids": ["east", "northeast"]}).json()
    assert [one["payload"] for one in found["points"]] == [{"n": 1}, {"n": 3, "tags": []}]


def test_the_text_stays(client: httpx.Client, trains: str) -> None:
    body = {"ids": ["cat"], "fields": ["text"]}
    error = client.post(f"/collections/{trains}/points/delete-payload", json=body).json()["error"]
    assert error["code"] == "FIELD_RESERVED"
