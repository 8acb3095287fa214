from collections.abc import Callable
from typing import Any

import httpx

Read = Callable[[httpx.Response], dict[str, Any]]
TEXT = "Ada Lovelace met Charles Babbage in London in 1833. Lovelace wrote to Babbage from London."


def test_entities_stand_where_they_say(client: httpx.Client, read_usable: Read) -> None:
    told = read_usable(client.post("/entities", json={"text": TEXT}))
    for one in told["entities"]:
        assert one["type"] in ("person", "organization", "location", "date", "money", "product", "event")
        for place in one["mentions"]:
            assert TEXT[place["start"] : place["end"]] == one["text"]
    assert told["invented"] >= 0
    assert ("invented" in told["review_reasons"]) == (told["invented"] > 0)


def test_only_types_of_ones_own(client: httpx.Client, read_usable: Read) -> None:
    request = {"text": TEXT, "kinds": [{"name": "town", "description": "a city or town"}]}
    told = read_usable(client.post("/entities", json=request))
    assert {one["type"] for one in told["entities"]} <= {"town"}


def test_an_empty_list_of_types_is_refused(client: httpx.Client) -> None:
    assert client.post("/entities", json={"text": TEXT, "kinds": []}).status_code == 422
