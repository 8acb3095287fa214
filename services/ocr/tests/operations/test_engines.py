import httpx

from flowforge_ocr.operations.engines import EnginesRequest, list_engines
from flowforge_ocr.settings import OcrSettings


def test_engines_say_whether_they_are_installed_and_how_to_get_them() -> None:
    settings = OcrSettings(tesseract="/nowhere/tesseract", paddleocr_python="")
    found = {each.name: each for each in list_engines(EnginesRequest(), settings).engines}
    assert list(found) == ["ppocr", "faster_paddle", "faster_paddle_tiny", "paddleocr", "tesseract"]
    assert [name for name, each in found.items() if each.default] == ["ppocr"]
    assert found["ppocr"].installed
    assert found["ppocr"].how_to_install is None
    assert {"de", "ja", "zh"} <= set(found["ppocr"].languages)
    assert "ja" not in found["faster_paddle_tiny"].languages
    assert not found["tesseract"].installed
    assert found["tesseract"].languages == []
    assert "apt-get install tesseract-ocr" in (found["tesseract"].how_to_install or "")


def test_through_http(client: httpx.Client) -> None:
    engines = {each["name"]: each for each in client.get("/engines").json()["engines"]}
    assert engines["faster_paddle"]["license"] == "MIT"
