import httpx

from flowforge_ocr.operations.languages import LanguagesRequest, list_languages


def test_languages_are_listed_by_their_codes() -> None:
    found = {each.code: each.name for each in list_languages(LanguagesRequest()).languages}
    assert found["de"] == "German"
    assert found["zh"] == "Chinese"
    assert "ko" not in found


def test_through_http(client: httpx.Client) -> None:
    answer = client.get("/languages")
    assert answer.status_code == 200
    assert {"code": "fr", "name": "French", "engines": ["ppocr"]} in answer.json()["languages"]
