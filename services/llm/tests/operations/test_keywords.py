from pydoc_data.topics import topics

import httpx

REFERENCE = topics["assert"]  # of the Python documentation


def test_keywords_of_real_documentation(client: httpx.Client) -> None:
    told = client.post("/keywords", json={"text": REFERENCE, "most": 8}).json()
    assert told["language"] == "en"
    assert len(told["keywords"]) == 8
    assert told["keywords"][0]["score"] == 1
    assert told["needs_review"] is False
    assert any("assert" in one["keyword"].casefold() for one in told["keywords"])
    for one in told["keywords"]:
        place = one["places"][0]
        assert REFERENCE[place["start"] : place["end"]].casefold() == one["keyword"].casefold()


def test_stop_words_are_those_of_the_language(client: httpx.Client) -> None:
    text = "Der Hund und die Katze und das Pferd"
    told = client.post("/keywords", json={"text": text, "language": "de"}).json()
    assert {one["keyword"] for one in told["keywords"]} == {"Hund", "Katze", "Pferd"}
