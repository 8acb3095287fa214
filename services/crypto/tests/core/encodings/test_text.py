from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText, decode, encode, present


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        # RFC 4648, section 10.
        ("base64", "Zm9vYg==", b"foob"),
        ("base64", "Zm9vYmE=", b"fooba"),
        ("base64", "Zm9vYmFy", b"foobar"),
        ("hex", "666F6F626172", b"foobar"),
        ("hex", "66 6f\n6f", b"foo"),
        ("base64", "Zm9v\r\nYg", b"foob"),
        ("base64url", "-_-_", b"\xfb\xff\xbf"),
        ("base64", "+/+/", b"\xfb\xff\xbf"),
        ("utf-8", "é", b"\xc3\xa9"),
        ("base64", "", b""),
    ],
)
def test_decodes(encoding: Any, text: Any, expected: Any) -> None:
    assert decode(text, encoding) == expected


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("hex", "abc"),
        ("hex", "zz"),
        ("hex", "\uff16\uff16"),
        ("base64", "Zm9vY"),
        ("base64", "-_-_"),
        ("base64", "Zm9v!"),
        ("base64", "Zg==Zg=="),
        ("base64url", "+/+/"),
        ("utf-8", "\ud800"),
    ],
)
def test_refuses_what_is_not_valid_and_does_not_repeat_it(encoding: Any, text: Any) -> None:
    with pytest.raises(UndecodableText) as caught:
        decode(text, encoding, "key")
    assert caught.value.text.startswith(f"'key' is not valid {encoding}: ")
    assert text not in caught.value.text


def test_base64url_has_no_padding() -> None:
    assert encode(b"foob", "base64url") == "Zm9vYg"
    assert encode(b"foob", "base64") == "Zm9vYg=="
    assert encode(b"foob", "hex") == "666f6f62"


def test_binary_is_no_text() -> None:
    assert present(b"\xff", "hex") == "ff"
    with pytest.raises(PlaintextIsBinary):
        present(b"\xff", "utf-8")
