import httpx
import pytest

LABELS = [{"name": "weather", "description": "rain, sun, wind"}, {"name": "cooking"}]


def test_scores_add_up_and_the_best_is_first(client: httpx.Client) -> None:
    request = {"text": "Storms and heavy rain are expected tomorrow.", "labels": LABELS}
    told = client.post("/classify", json=request).json()
    scores = [one["score"] for one in told["scores"]]
    assert scores == sorted(scores, reverse=True)
    assert abs(sum(scores) - 1) < 0.001
    assert told["label"] == told["scores"][0]["label"] == told["chosen"][0]
    assert told["score"] == scores[0]
    again = client.post("/classify", json=request).json()
    assert again["label"] == told["label"]
    assert again["usage"]["requests"] == 2  # what labels weigh without a text is known by now


def test_labels_are_judged_one_by_one(client: httpx.Client) -> None:
    request = {"text": "Heavy rain is expected.", "labels": LABELS, "multi_label": True, "threshold": 0}
    told = client.post("/classify", json=request).json()
    assert sorted(told["chosen"]) == ["cooking", "weather"]
    assert all(0 <= one["score"] <= 1 for one in told["scores"])


@pytest.mark.parametrize(
    "labels", [[{"name": "a"}], [{"name": "a"}, {"name": "a"}], [{"name": ""}, {"name": "b"}]]
)
def test_labels_must_differ(client: httpx.Client, labels: list[dict[str, str]]) -> None:
    assert client.post("/classify", json={"text": "a", "labels": labels}).status_code == 422


def test_a_model_without_probabilities_is_named_with_those_that_have_them(client: httpx.Client) -> None:
    request = {"text": "a", "labels": LABELS, "model": "all-minilm-l6-v2"}
    answer = client.post("/classify", json=request)
    assert answer.json()["error"]["code"] == "MODEL_CANNOT"
    assert "smollm2-135m-instruct" in answer.json()["error"]["message"]
