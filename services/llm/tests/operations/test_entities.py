import httpx

TEXT = "Ada Lovelace met Charles Babbage in London in 1833. Lovelace wrote to Babbage from London."


def test_entities_stand_where_they_say(client: httpx.Client) -> None:
    told = client.post("/entities", json={"text": TEXT}).json()
    for one in told["entities"]:
        assert one["type"] in ("person", "organisation", "location", "date", "money", "product", "event")
        for place in one["mentions"]:
            assert TEXT[place["start"] : place["end"]] == one["text"]
    assert told["invented"] >= 0


def test_only_types_of_ones_own(client: httpx.Client) -> None:
    request = {"text": TEXT, "kinds": [{"name": "town", "description": "a city or town"}]}
    told = client.post("/entities", json=request).json()
    assert {one["type"] for one in told["entities"]} <= {"town"}


def test_an_empty_list_of_types_is_refused(client: httpx.Client) -> None:
    assert client.post("/entities", json={"text": TEXT, "kinds": []}).status_code == 422
