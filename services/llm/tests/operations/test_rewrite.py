from collections.abc import Callable
from typing import Any

import httpx

Read = Callable[[httpx.Response], dict[str, Any]]
TEXT = "  She dont like apples.\n"


def test_changes_make_the_new_text_of_the_old(client: httpx.Client, read_usable: Read) -> None:
    told = read_usable(client.post("/rewrite", json={"text": TEXT}))
    text = TEXT
    for one in reversed(told["changes"]):
        assert text[one["start"] : one["end"]] == one["before"]
        text = text[: one["start"]] + one["after"] + text[one["end"] :]
    assert text == told["text"]
    assert "small_model" in told["review_reasons"]
    assert told["text"].startswith("  ")
    assert told["text"].endswith("\n")


def test_an_unknown_goal_is_refused(client: httpx.Client) -> None:
    assert client.post("/rewrite", json={"text": TEXT, "goal": "funnier"}).status_code == 422
