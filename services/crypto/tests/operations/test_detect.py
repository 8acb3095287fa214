from flowforge_crypto.operations.detect import DetectRequest, detect_encoding


def test_the_likely_one_and_its_preview() -> None:
    result = detect_encoding(DetectRequest(text="SGVsbG8sIHdvcmxkIQ=="))
    assert result.scheme == "base64"
    assert result.candidates[0].preview == "Hello, world!"


def test_binary_is_shown_in_hexadecimal() -> None:
    result = detect_encoding(DetectRequest(text="00ff00ff"))
    assert "00ff00ff" in [one.preview for one in result.candidates if one.scheme == "base16"]


def test_plain_text() -> None:
    result = detect_encoding(DetectRequest(text="Hello, world!"))
    assert (result.scheme, result.candidates) == (None, [])
