import pytest

from flowforge_crypto.core.encodings.schemes import NotEncodable, TooLongForScheme
from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.encode import EncodeRequest, encode_text


def test_from_one_encoding_to_another() -> None:
    request = EncodeRequest(text="48656c6c6f20576f726c6421", encoding="hex", scheme="base58")
    assert encode_text(request).text == "2NEpo7TZRRrLZSi2U"  # draft-msporny-base58


def test_errors() -> None:
    with pytest.raises(UndecodableText):
        encode_text(EncodeRequest(text="x", encoding="hex"))
    with pytest.raises(NotEncodable):
        encode_text(EncodeRequest(text="ff", encoding="hex", scheme="html"))
    with pytest.raises(TooLongForScheme):
        encode_text(EncodeRequest(text="x" * 5000, scheme="base62"))
