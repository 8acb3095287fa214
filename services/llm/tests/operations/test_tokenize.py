import httpx
import pytest

MESSAGES = [{"role": "user", "content": "Name the capital city of France."}]


@pytest.mark.parametrize("model", ["smollm2-135m-instruct", "all-minilm-l6-v2"])
def test_a_text_is_cut_into_tokens(client: httpx.Client, model: str) -> None:
    told = client.post("/tokenize", json={"prompt": "Hello world", "model": model}).json()
    assert told["model"] == model
    assert told["count"] == len(told["tokens"]) >= 2


def test_a_conversation_is_counted_as_the_engine_counts_it(client: httpx.Client) -> None:
    told = client.post("/tokenize", json={"messages": MESSAGES}).json()
    answer = client.post("/chat/completions", json={"messages": MESSAGES, "max_tokens": 1}).json()
    assert told["count"] == answer["usage"]["prompt_tokens"]


@pytest.mark.parametrize("body", [{}, {"prompt": "a", "messages": MESSAGES}, {"prompt": {"a": 3}}])
def test_it_takes_one_of_the_two(client: httpx.Client, body: dict[str, object]) -> None:
    assert client.post("/tokenize", json=body).status_code == 400
