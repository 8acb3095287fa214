import httpx


def test_one_model_is_described_as_in_the_list(client: httpx.Client) -> None:
    listed = {one["id"]: one for one in client.get("/models").json()["data"]}
    one = client.get("/models/all-minilm-l6-v2").json()
    assert one == {**listed["all-minilm-l6-v2"], "state": one["state"]}


def test_an_unknown_model_is_told_with_those_offered(client: httpx.Client) -> None:
    answer = client.get("/models/org/unknown")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["code"], error["type"]) == ("model_not_found", "not_found_error")
    assert "org/unknown" in error["message"]
    assert "all-minilm-l6-v2" in error["message"]
