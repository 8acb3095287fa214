import httpx


def test_health_tells_which_engines_are_installed(client: httpx.Client) -> None:
    check = client.get("/health").json()["checks"]["engines"]
    assert check["status"] == "ok"
    assert check["detail"]["ppocr"].startswith("installed: loaded by the first call")
    assert set(check["detail"]) == {
        "ppocr",
        "faster_paddle",
        "faster_paddle_tiny",
        "paddleocr",
        "tesseract",
    }
