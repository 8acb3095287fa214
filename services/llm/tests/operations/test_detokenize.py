import httpx


def test_tokens_come_back_as_the_text(client: httpx.Client) -> None:
    text = "Größe: 3 €, 🌱 and more"
    tokens = client.post("/tokenize", json={"prompt": text}).json()["tokens"]
    assert client.post("/detokenize", json={"tokens": tokens}).json()["prompt"] == text
    assert client.post("/detokenize", json={"tokens": []}).json()["prompt"] == ""


def test_tokens_that_the_model_does_not_have_are_refused(client: httpx.Client) -> None:
    answer = client.post("/detokenize", json={"tokens": [2_000_000_000]})
    assert answer.status_code == 400, answer.text
    assert client.post("/detokenize", json={"tokens": [-1]}).status_code == 400
    assert client.post("/detokenize", json={"tokens": [1]}).status_code == 200
