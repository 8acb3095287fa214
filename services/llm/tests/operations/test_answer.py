from collections.abc import Callable
from typing import Any

import httpx

Read = Callable[[httpx.Response], dict[str, Any]]
TEXT = "The bridge was opened in 1894. Its towers are 65 meters high."


def test_an_answer_has_quotes_that_stand_in_the_text(client: httpx.Client, read_usable: Read) -> None:
    request = {"text": TEXT, "question": "When was the bridge opened?"}
    told = read_usable(client.post("/answer", json=request))
    assert told["answerable"] == (told["answer"] is not None)
    assert told["answerable"] == bool(told["quotes"])
    assert (told["reason"] is None) == told["answerable"]
    assert told["review_reasons"][0] == "small_model"
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in told["quotes"])


def test_a_question_is_needed(client: httpx.Client) -> None:
    assert client.post("/answer", json={"text": TEXT, "question": ""}).status_code == 422
