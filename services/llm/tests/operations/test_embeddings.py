import base64
from typing import Any

import httpx
import numpy as np
import pytest

TEXTS = ["A man is eating food.", "A man is eating a piece of bread.", "The girl is carrying a baby."]


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post("/embeddings", json=fields)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_vectors_have_length_one_and_mean_something(client: httpx.Client) -> None:
    """The sentences are those of the sentence-transformers documentation: the first two are alike."""
    document = ask(client, input=TEXTS)
    assert (document["object"], document["model"]) == ("list", "all-minilm-l6-v2")
    assert [one["index"] for one in document["data"]] == [0, 1, 2]
    vectors = np.array([one["embedding"] for one in document["data"]])
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > vectors[0] @ vectors[2]
    assert document["usage"]["prompt_tokens"] == document["usage"]["total_tokens"] > 20


def test_base64_holds_the_same_numbers(client: httpx.Client) -> None:
    (plain,) = ask(client, input=TEXTS[0])["data"]
    (packed,) = ask(client, input=TEXTS[0], encoding_format="base64")["data"]
    numbers = np.frombuffer(base64.b64decode(packed["embedding"]), "<f4")
    assert numbers == pytest.approx(plain["embedding"], abs=1e-7)


def test_tokens_are_an_input_too(client: httpx.Client) -> None:
    asked = {"prompt": "hello world", "model": "all-minilm-l6-v2"}
    tokens = client.post("/tokenize", json=asked).json()["tokens"]
    (by_text,), (by_tokens,) = ask(client, input="hello world")["data"], ask(client, input=tokens)["data"]
    assert by_tokens["embedding"] == pytest.approx(by_text["embedding"], abs=1e-5)
    assert len(ask(client, input=[tokens, tokens])["data"]) == 2


def test_its_own_number_of_dimensions_is_taken(client: httpx.Client) -> None:
    assert len(ask(client, input="a", dimensions=384)["data"][0]["embedding"]) == 384


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"input": "a", "dimensions": 64}, "dimensions_unsuitable", "384"),
        ({"input": ""}, "invalid_value", "input"),
        ({"input": []}, "invalid_value", "input"),
        ({"input": ["a", ""]}, "invalid_value", "input"),
        ({"input": ["a"] * 2049}, "invalid_value", "2048"),
        ({"input": "word " * 300}, "context_length_exceeded", "256"),
        ({"input": "a" * 200_000}, "context_length_exceeded", "at least"),
        ({"input": "a", "model": "smollm2-135m-instruct"}, "model_cannot", "all-minilm-l6-v2"),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx.Client, fields: dict[str, object], code: str, said: str
) -> None:
    answer = client.post("/embeddings", json=fields)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert said in error["message"]
    if code == "context_length_exceeded":
        assert error["param"] == "input"
        assert "'input'" in error["message"]


def test_a_multilingual_model_finds_across_languages(client: httpx.Client) -> None:
    model = "multilingual-e5-small"
    found = ask(
        client,
        model=model,
        input=["Der Zug fährt um acht Uhr ab.", "La tienda está cerrada."],
        input_type="document",
    )
    query = ask(client, model=model, input="When does the train leave?", input_type="query")
    documents = np.array([one["embedding"] for one in found["data"]])
    scores = documents @ np.array(query["data"][0]["embedding"])
    assert scores[0] > scores[1]
    assert found["model"] == model
    assert found["usage"]["prompt_tokens"] > 10


def test_a_model_that_does_not_show_its_tokens_says_so(client: httpx.Client) -> None:
    answer = client.post("/tokenize", json={"prompt": "hello", "model": "multilingual-e5-small"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "model_cannot")


def test_long_texts_are_averaged_on_request(client: httpx.Client) -> None:
    long = "The harbor is deep. " * 200
    assert client.post("/embeddings", json={"input": long}).status_code == 400
    body = {"input": [long, "The harbor is deep.", "Prime numbers."], "long_texts": "average"}
    one, same, other = (
        np.asarray(row["embedding"]) for row in client.post("/embeddings", json=body).json()["data"]
    )
    assert one @ same > one @ other
