import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption.key_source import WrongKeySize
from flowforge_crypto.core.encryption.key_wrap import NotUnwrappable
from flowforge_crypto.operations.key.unwrap import UnwrapKeyRequest, unwrap_key

KEY = "000102030405060708090A0B0C0D0E0F"
WRAPPED = "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5"


def test_rfc_3394() -> None:
    """RFC 3394, section 4.1."""
    request = UnwrapKeyRequest(ciphertext=WRAPPED, encoding="hex", key=KEY, output="hex")
    assert unwrap_key(request).text == "00112233445566778899aabbccddeeff"


def test_errors() -> None:
    given = UnwrapKeyRequest(ciphertext=WRAPPED, encoding="hex", key=KEY)
    with pytest.raises(NotUnwrappable):
        unwrap_key(given.model_copy(update={"padding": True}))
    with pytest.raises(PlaintextIsBinary):
        unwrap_key(given.model_copy(update={"output": "utf-8"}))
    with pytest.raises(WrongKeySize):
        unwrap_key(UnwrapKeyRequest(ciphertext=WRAPPED, encoding="hex", key="00"))
    with pytest.raises(UndecodableText):
        unwrap_key(UnwrapKeyRequest(ciphertext="!", key=KEY))
