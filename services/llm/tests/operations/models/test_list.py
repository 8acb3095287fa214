import httpx


def test_models_tell_what_they_are_and_whether_they_are_loaded(client: httpx.Client) -> None:
    answer = client.get("/models")
    assert answer.status_code == 200
    document = answer.json()
    assert document["object"] == "list"
    by_name = {one["id"]: one for one in document["data"]}
    assert list(by_name) == ["smollm2-135m-instruct", "all-minilm-l6-v2", "multilingual-e5-small"]
    chat = by_name["smollm2-135m-instruct"]
    assert (chat["object"], chat["engine"], chat["context_length"]) == ("model", "llama", 4096)
    assert {"chat", "completions", "json_schema", "logprobs"} <= set(chat["can"])
    assert "embeddings" in by_name["all-minilm-l6-v2"]["can"]
    assert chat["price"] == {"input_per_million": 0, "output_per_million": 0}


def test_the_state_follows_the_engine(client: httpx.Client) -> None:
    said = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}
    assert client.post("/chat/completions", json=said).status_code == 200
    states = {one["id"]: one["state"] for one in client.get("/models").json()["data"]}
    assert states["smollm2-135m-instruct"] == "loaded"
    health = client.get("/health").json()["checks"]["models"]
    assert health["detail"]["smollm2-135m-instruct"] == "loaded"
