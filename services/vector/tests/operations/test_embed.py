from typing import Any

import httpx
import numpy as np
import pytest


@pytest.mark.parametrize("model", ["all-minilm-l6-v2", "multilingual-e5-small"])
def test_vectors_have_length_one(client: httpx.Client, model: str) -> None:
    body = {"texts": ["The office opens at nine.", "x"], "model": model}
    answer = client.post("/embed", json=body).json()
    assert (answer["model"], answer["dimensions"]) == (model, 384)
    assert np.linalg.norm(answer["vectors"], axis=1) == pytest.approx([1, 1], abs=1e-3)


def test_queries_and_documents_differ_where_the_model_tells_them_apart(client: httpx.Client) -> None:
    def embed(input_type: str) -> Any:
        body = {"texts": ["trains"], "model": "multilingual-e5-small", "input_type": input_type}
        return client.post("/embed", json=body).json()["vectors"]

    assert embed("query") != embed("document")
    assert embed("query") == embed("query")


@pytest.mark.parametrize("wrong", [[], [""], ["  "], ["x" * 20_001], ["x" * 10_000] * 21, ["a"] * 1001])
def test_wrong_texts_are_refused(client: httpx.Client, wrong: list[str]) -> None:
    assert client.post("/embed", json={"texts": wrong}).status_code == 422


def test_an_unknown_model_is_refused(client: httpx.Client) -> None:
    error = client.post("/embed", json={"texts": ["a"], "model": "x"}).json()["error"]
    assert error["code"] == "EMBEDDING_MODEL_UNKNOWN"
