"""Article 1 of the Universal Declaration of Human Rights, as the United Nations publish it."""

import httpx
import pytest

ARTICLE_1 = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and "
    "conscience and should act towards one another in a spirit of brotherhood.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und "
    "Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de "
    "raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de "
    "razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di "
    "ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.",
    "nl": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met "
    "verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.",
}


@pytest.mark.parametrize("language", ARTICLE_1)
def test_languages_are_told(client: httpx.Client, language: str) -> None:
    told = client.post("/language", json={"text": ARTICLE_1[language]}).json()
    assert told["language"] == language
    assert told["is_sure"]
    assert told["candidates"][0]["language"] == language
    assert len(told["candidates"]) == 5


def test_only_those_asked_for_are_weighed(client: httpx.Client) -> None:
    request = {"text": ARTICLE_1["nl"], "among": ["de", "en"], "most": 20}
    told = client.post("/language", json=request).json()
    assert {one["language"] for one in told["candidates"]} == {"de", "en"}
    assert abs(sum(one["share"] for one in told["candidates"]) - 1) < 0.001


def test_a_file_is_taken_too(client: httpx.Client) -> None:
    part = ("a.txt", ARTICLE_1["fr"].encode("utf-16"), "text/plain")
    assert client.post("/language", files={"file": part}).json()["language"] == "fr"


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"text": "Hallo", "among": ["de", "xx"]}, 422, "LANGUAGE_UNKNOWN"),
        ({"text": " \n"}, 422, "TEXT_EMPTY"),
        ({"text": "a" * 400_001}, 413, "TEXT_TOO_LONG"),
        ({}, 422, "VALIDATION_ERROR"),
        ({"text": "a", "file": {"base64": "YQ=="}}, 422, "VALIDATION_ERROR"),
        ({"file": {"base64": "/////w=="}}, 415, "FILE_NOT_TEXT"),
        ({"file": {"base64": "AAAA", "media_type": "text/plain"}}, 415, "FILE_NOT_TEXT"),
    ],
)
def test_what_cannot_be_read_is_refused(
    client: httpx.Client, request_: dict[str, object], status: int, code: str
) -> None:
    answer = client.post("/language", json=request_)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
