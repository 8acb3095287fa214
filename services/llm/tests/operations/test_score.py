import httpx
import pytest


def test_one_text_against_many_and_pairs(client: httpx.Client) -> None:
    one = client.post("/score", json={"text_1": "a dog", "text_2": ["a dog", "tax law"]}).json()
    assert one["method"] == "embeddings"
    same, other = (pair["score"] for pair in one["data"])
    assert same == pytest.approx(1, abs=1e-5)
    assert other < 0.5
    pairs = client.post("/score", json={"text_1": ["tax law", "a dog"], "text_2": ["tax law", "tax law"]})
    assert [pair["score"] for pair in pairs.json()["data"]] == pytest.approx([1, other], abs=1e-5)


def test_lists_that_do_not_pair_are_refused(client: httpx.Client) -> None:
    answer = client.post("/score", json={"text_1": ["a", "b"], "text_2": ["a", "b", "c"]})
    assert answer.status_code == 400
    assert "'text_2' 3" in answer.json()["error"]["message"]


def test_a_text_that_is_too_long_is_named(client: httpx.Client) -> None:
    words = "word " * 600
    for place, asked in (
        ("text_1", {"text_1": words, "text_2": ["a"]}),
        ("text_2", {"text_1": "a", "text_2": words}),
        ("text_1.1", {"text_1": ["a", words], "text_2": ["a", "b"]}),
        ("text_2.2", {"text_1": "a", "text_2": ["a", "b", words]}),
    ):
        error = client.post("/score", json=asked).json()["error"]
        assert (error["code"], error["param"]) == ("context_length_exceeded", place)
