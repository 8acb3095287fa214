import base64
import gzip
from typing import Any

import pytest

from flowforge_crypto.core.encodings.detection import guess
from flowforge_crypto.core.encodings.schemes import encode_as

TEXT = "The quick brown fox jumps over the lazy dog, 42 times."


@pytest.mark.parametrize(
    "scheme", ["base16", "base32", "base64", "base64url", "base58", "base62", "base45", "base85"]
)
def test_a_sentence_in_each_encoding(scheme: Any) -> None:
    found = guess(encode_as(TEXT.encode(), scheme))
    same = {"base64": {"base64", "base64url"}, "base64url": {"base64", "base64url"}}.get(scheme, {scheme})
    assert found[0].scheme in same
    assert found[0].decoded.decode() == TEXT
    assert found[0].confidence > 0.8


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("a%20b%26c", "url"),
        ("&lt;b&gt;bold&lt;/b&gt;", "html"),
        ("xn--bcher-kva.example", "punycode"),
        ("<~9jqo^BlbD-BleB1DJ+*+F(f,q~>", "ascii85"),
        ("caf=C3=A9 =3D coffee", "quoted-printable"),
        (base64.b64encode(gzip.compress(b"x", mtime=0)).decode(), "base64"),
    ],
)
def test_others(text: Any, scheme: Any) -> None:
    assert guess(text)[0].scheme == scheme


@pytest.mark.parametrize("text", ["", "abc", "Hello, world!", "two words", "a = b"])
def test_plain_text(text: Any) -> None:
    assert guess(text) == []


def test_a_word_that_could_be_base64_is_not_taken_for_it() -> None:
    assert all(one.confidence < 0.5 for one in guess("password"))
