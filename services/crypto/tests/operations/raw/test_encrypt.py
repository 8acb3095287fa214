import base64
from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.ciphers import CIPHERS
from flowforge_crypto.core.encryption.key_source import WrongKeySize
from flowforge_crypto.core.encryption.nonces import NonceReused, WrongNonceSize
from flowforge_crypto.operations.raw.decrypt import RawDecryptRequest, decrypt_raw
from flowforge_crypto.operations.raw.encrypt import RawEncryptRequest, encrypt_raw

ZERO = "00" * 32


def test_known_answer(context: Any) -> None:
    """NIST's GCM specification, test case 14."""
    request = RawEncryptRequest(text="00" * 16, encoding="hex", key=ZERO, nonce="00" * 12, output="hex")
    result = encrypt_raw(request, context)
    assert result.ciphertext == "cea7403d4d606b6e074ec5d3baf39d18"
    assert result.tag == "d0d1c8a799996bf0265b98b5d48ab919"
    assert result.combined == result.nonce + result.ciphertext + result.tag
    with pytest.raises(NonceReused):
        encrypt_raw(request, context)


@pytest.mark.parametrize("algorithm", CIPHERS)
def test_a_random_nonce_and_back(context: Any, algorithm: Any) -> None:
    values = {"key": ZERO, "algorithm": algorithm, "associated_data": "row 7"}
    result = encrypt_raw(RawEncryptRequest(text="hello", **values), context)
    assert decrypt_raw(RawDecryptRequest(ciphertext=result.combined, **values)).text == "hello"
    parts = {"ciphertext": result.ciphertext, "nonce": result.nonce, "tag": result.tag}
    assert decrypt_raw(RawDecryptRequest(**parts, **values)).text == "hello"
    assert encrypt_raw(RawEncryptRequest(text="hello", **values), context).nonce != result.nonce
    assert base64.b64decode(result.combined).endswith(base64.b64decode(result.tag))


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"nonce": "00" * 7}, WrongNonceSize),
        ({"nonce": "zz"}, UndecodableText),
        ({"key": "00"}, WrongKeySize),
        ({"encoding": "hex"}, UndecodableText),
    ],
)
def test_errors(context: Any, values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_raw(RawEncryptRequest(**{"text": "x", "key": ZERO} | values), context)
