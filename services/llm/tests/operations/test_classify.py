import httpx
import pytest

LABELS = [{"name": "weather", "description": "rain, sun, wind"}, {"name": "cooking"}]


def test_a_text_is_compared_with_its_labels(client: httpx.Client) -> None:
    request = {"text": "Storms and heavy rain are expected tomorrow.", "labels": LABELS}
    told = client.post("/classify", json=request).json()
    assert (told["model"], told["method"]) == ("all-minilm-l6-v2", "embedding")
    assert (told["label"], told["chosen"]) == ("weather", ["weather"])
    assert told["score"] > 0.8
    assert abs(sum(one["score"] for one in told["scores"]) - 1) < 0.001
    assert told["usage"]["requests"] == 1
    assert told["usage"]["input_tokens"] > 10
    alone = client.post("/classify", json=request | {"multi_label": True}).json()
    assert alone["chosen"] == ["weather"]
    assert client.post("/classify", json=request | {"model": "all-minilm-l6-v2"}).json() == told


def test_none_of_these_is_an_answer(client: httpx.Client) -> None:
    labels = ["cooking", "astronomy", "football", "law"]
    request = {"text": "The printer on the second floor has no paper.", "labels": labels, "allow_none": True}
    told = client.post("/classify", json=request).json()
    assert (told["label"], told["chosen"]) == (None, [])
    assert told["review_reasons"] == ["none_fits"]
    forced = client.post("/classify", json=request | {"allow_none": False}).json()
    assert forced["label"] in labels
    assert forced["review_reasons"] == ["low_confidence"]


def test_a_text_that_nobody_can_read_is_flagged(client: httpx.Client) -> None:
    text = "asdkfj qwpoeiru zxmcnv laksjdf qwpoei rutyghf bnvmcx trewq"
    for path, fields in (("/classify", {"labels": LABELS}), ("/sentiment", {})):
        told = client.post(path, json={"text": text, **fields}).json()
        assert "unreadable_text" in told["review_reasons"]


def test_a_label_may_be_its_name_alone(client: httpx.Client) -> None:
    request = {"text": "Storms and heavy rain are expected tomorrow."}
    plain = client.post("/classify", json=request | {"labels": ["weather", "cooking"]})
    assert plain.status_code == 200, plain.text
    named = client.post("/classify", json=request | {"labels": [{"name": "weather"}, {"name": "cooking"}]})
    assert plain.json() == named.json()


@pytest.mark.parametrize("filler", ["The sea is wide. ", "海は広い。", "\N{GRINNING FACE}"])
def test_a_long_text_is_compared_in_pieces(client: httpx.Client, filler: str) -> None:
    request = {"text": filler * 3000, "labels": [{"name": "the sea"}, {"name": "cooking"}]}
    told = client.post("/classify", json=request).json()
    assert {one["label"] for one in told["scores"]} == {"the sea", "cooking"}
    assert told["usage"]["requests"] == 1


def test_scores_add_up_and_the_best_is_first(client: httpx.Client) -> None:
    text = "Storms and heavy rain are expected tomorrow."
    request = {"text": text, "labels": LABELS, "method": "model"}
    told = client.post("/classify", json=request).json()
    assert (told["model"], told["method"]) == ("smollm2-135m-instruct", "model")
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
    request |= {"model": "smollm2-135m-instruct"}
    told = client.post("/classify", json=request).json()
    assert sorted(told["chosen"]) == ["cooking", "weather"]
    assert all(0 <= one["score"] <= 1 for one in told["scores"])


@pytest.mark.parametrize(
    "labels", [[{"name": "a"}], [{"name": "a"}, {"name": "a"}], [{"name": ""}, {"name": "b"}]]
)
def test_labels_must_differ(client: httpx.Client, labels: list[dict[str, str]]) -> None:
    assert client.post("/classify", json={"text": "a", "labels": labels}).status_code == 422


def test_a_model_that_cannot_do_it_so_is_named_with_those_that_can(client: httpx.Client) -> None:
    chat, vectors = "smollm2-135m-instruct", "all-minilm-l6-v2"
    for method, model, other in (("model", vectors, chat), ("embedding", chat, vectors)):
        request = {"text": "a", "labels": LABELS, "model": model, "method": method}
        error = client.post("/classify", json=request).json()["error"]
        assert error["code"] == "MODEL_CANNOT"
        assert f"Models that support it: {other}" in error["message"]
