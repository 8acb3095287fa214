import pytest

from flowforge_crypto.core.encodings.schemes import NotDecodable, TooLongForScheme
from flowforge_crypto.core.encodings.text import PlaintextIsBinary
from flowforge_crypto.operations.decode import DecodeRequest, decode_text


def test_from_one_encoding_to_another() -> None:
    request = DecodeRequest(text="2NEpo7TZRRrLZSi2U", scheme="base58", output="hex")
    assert decode_text(request).text == "48656c6c6f20576f726c6421"  # draft-msporny-base58


def test_errors() -> None:
    with pytest.raises(NotDecodable):
        decode_text(DecodeRequest(text="!"))
    with pytest.raises(PlaintextIsBinary):
        decode_text(DecodeRequest(text="/w=="))
    with pytest.raises(TooLongForScheme):
        decode_text(DecodeRequest(text="1" * 9000, scheme="base58"))
