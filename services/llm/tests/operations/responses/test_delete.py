import httpx


def test_a_deleted_response_is_gone(client: httpx.Client) -> None:
    given = client.post("/responses", json={"input": "Hi", "max_output_tokens": 2}).json()
    address = f"/responses/{given['id']}"
    assert client.delete(address).json() == {"id": given["id"], "object": "response", "deleted": True}
    assert client.get(address).status_code == client.delete(address).status_code == 404
