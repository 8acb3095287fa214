import httpx
import pytest


def mood(client: httpx.Client, text: str, **fields: object) -> dict[str, object]:
    answer = client.post("/sentiment", json={"text": text, **fields})
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


@pytest.mark.parametrize("method", ["model", "embedding"])
def test_the_score_is_positive_less_negative(client: httpx.Client, method: str) -> None:
    told = client.post("/sentiment", json={"text": "I love it. It is wonderful.", "method": method}).json()
    assert told["method"] == method
    shares = told["shares"]
    assert abs(sum(shares.values()) - 1) < 0.001
    assert abs(told["score"] - (shares["positive"] - shares["negative"])) < 0.001
    assert told["sentiment"] == max(shares, key=shares.get)


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("We had a splendid evening, thank you so much!", "positive"),
        ("What a horrible hotel: dirty rooms, rude staff, disgusting food.", "negative"),
        ("The committee meets on the second Monday of the month.", "neutral"),
    ],
)
def test_a_mood_is_found_by_likeness(client: httpx.Client, text: str, sentiment: str) -> None:
    told = mood(client, text)
    assert (told["sentiment"], told["method"]) == (sentiment, "embedding")
    assert told["model"] == "all-minilm-l6-v2"
