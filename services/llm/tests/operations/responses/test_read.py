import httpx


def test_a_kept_response_is_read_as_it_was_given(client: httpx.Client) -> None:
    given = client.post("/responses", json={"input": "Hi", "max_output_tokens": 2}).json()
    assert client.get(f"/responses/{given['id']}").json() == given


def test_an_unknown_one_is_told(client: httpx.Client) -> None:
    answer = client.get("/responses/resp_0000000000000000000000000000abcd")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "response_not_found"
