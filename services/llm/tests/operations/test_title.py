from collections.abc import Callable
from typing import Any

import httpx

Read = Callable[[httpx.Response], dict[str, Any]]
TEXT = "The committee met on Monday and agreed to repair the old bridge before winter."


def test_titles_have_the_words_allowed(client: httpx.Client, read_usable: Read) -> None:
    told = read_usable(client.post("/title", json={"text": TEXT, "count": 2, "max_words": 4}))
    assert len(told["titles"]) == 2
    assert told["title"] == told["titles"][0]
    assert not any(title.endswith("…") for title in told["titles"])
    assert all(0 < len(title.split()) <= 4 for title in told["titles"])


def test_too_many_are_refused(client: httpx.Client) -> None:
    assert client.post("/title", json={"text": TEXT, "count": 50}).status_code == 422
