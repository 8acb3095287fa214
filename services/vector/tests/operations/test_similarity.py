import httpx


def test_meaning_counts(client: httpx.Client) -> None:
    body = {"sources": ["A cat sleeps."], "texts": ["The kitten is napping.", "Taxes are due in May."]}
    near, far = client.post("/similarity", json=body).json()["scores"][0]
    assert near > 0.5
    assert far < 0.2


def test_texts_are_compared_with_each_other(client: httpx.Client) -> None:
    scores = client.post("/similarity", json={"texts": ["one", "two", "one"]}).json()["scores"]
    assert scores[0][0] == scores[0][2] == 1.0
    assert scores[0][1] == scores[1][0] < 1


def test_texts_are_limited(client: httpx.Client) -> None:
    assert client.post("/similarity", json={"texts": ["a"] * 501}).status_code == 422
