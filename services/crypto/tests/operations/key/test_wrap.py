import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.key_source import WrongKeySize
from flowforge_crypto.core.encryption.key_wrap import NotWrappable
from flowforge_crypto.operations.key.wrap import WrapKeyRequest, wrap_key

KEY = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8"


def test_rfc_5649() -> None:
    """RFC 5649, section 6."""
    request = WrapKeyRequest(text="466f7250617369", encoding="hex", key=KEY, padding=True, output="hex")
    assert wrap_key(request).ciphertext == "afbeb0f07dfbf5419200f2ccb50bb24f"


def test_errors() -> None:
    with pytest.raises(WrongKeySize, match="'key' is not a key of 16 or 24 or 32 bytes"):
        wrap_key(WrapKeyRequest(text="AAAA", key="00"))
    with pytest.raises(NotWrappable):
        wrap_key(WrapKeyRequest(text="AAAA", key=KEY))
    with pytest.raises(UndecodableText):
        wrap_key(WrapKeyRequest(text="!", key=KEY))
