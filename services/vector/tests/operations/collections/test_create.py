from typing import Any

import httpx
import pytest


def test_english_texts_get_minilm_and_others_e5(client: httpx.Client, create: Any) -> None:
    english = client.get(f"/collections/{create()}").json()
    german = client.get(f"/collections/{create(language='de')}").json()
    assert (english["model"], english["dimensions"]) == ("all-minilm-l6-v2", 384)
    assert (german["model"], german["dimensions"]) == ("multilingual-e5-small", 384)


def test_own_vectors_are_declared(client: httpx.Client, create: Any) -> None:
    vectors = {"image": {"size": 3, "distance": "euclid", "quantization": "scalar"}}
    name = create(text_search="none", vectors=vectors, sparse_vectors=["words"])
    described = client.get(f"/collections/{name}").json()
    assert described["vectors"] == vectors
    assert described["sparse_vectors"] == ["words"]
    assert described["model"] is None


def test_a_name_is_taken_once(client: httpx.Client, create: Any) -> None:
    name = create()
    error = client.post("/collections", json={"name": name}).json()["error"]
    assert error["code"] == "COLLECTION_EXISTS"
    assert name in error["message"]


def test_an_unknown_model_is_refused(client: httpx.Client) -> None:
    error = client.post("/collections", json={"name": "x", "model": "gpt"}).json()["error"]
    assert error["code"] == "EMBEDDING_MODEL_UNKNOWN"
    assert "all-minilm-l6-v2" in error["message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../x"},
        {"name": "x", "text_search": "none"},
        {"name": "x", "vectors": {"text": {"size": 2}}},
        {"name": "x", "vectors": {"a": {"size": 2}}, "sparse_vectors": ["a"]},
        {"name": "x", "vectors": {"a": {"size": 0}}},
        {"name": "x", "language": "english"},
    ],
)
def test_wrong_settings_are_refused(client: httpx.Client, wrong: dict[str, Any]) -> None:
    answer = client.post("/collections", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"


def test_the_number_of_collections_is_limited(stranger: httpx.Client) -> None:
    for number in range(20):
        body = {"name": f"many-{number}", "text_search": "keyword"}
        assert stranger.post("/collections", json=body).status_code == 201
    error = stranger.post("/collections", json={"name": "one-more", "text_search": "keyword"}).json()["error"]
    assert error["code"] == "COLLECTION_QUOTA_REACHED"
    for number in range(20):
        stranger.delete(f"/collections/many-{number}")


def test_tiers_have_limits_of_their_own(trial: httpx.Client) -> None:
    body = {"name": "first", "text_search": "none", "vectors": {"v": {"size": 1}}}
    assert trial.post("/collections", json=body).status_code == 201
    error = trial.post("/collections", json={**body, "name": "second"}).json()["error"]
    assert (error["code"], error["message"]) == (
        "COLLECTION_QUOTA_REACHED",
        "You have 1 collections, and 1 are allowed: delete one first.",
    )
