import httpx

from flowforge_ocr.operations.languages import LanguagesRequest, list_languages
from flowforge_ocr.settings import OcrSettings


def test_languages_are_listed_by_their_codes() -> None:
    settings = OcrSettings(tesseract="/nowhere/tesseract")
    found = {each.code: each for each in list_languages(LanguagesRequest(), settings).languages}
    assert found["de"].name == "German"
    assert found["zh"].name == "Chinese"
    assert found["ja"].engines == ["ppocr", "faster_paddle"]
    assert "ko" not in found


def test_through_http(client: httpx.Client) -> None:
    languages = {each["code"]: each for each in client.get("/languages").json()["languages"]}
    assert languages["fr"]["name"] == "French"
    assert {"ppocr", "faster_paddle", "faster_paddle_tiny"} <= set(languages["fr"]["engines"])
