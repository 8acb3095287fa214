from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.oaep import TooLongForRsa
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.keys.rsa_example import PRIVATE_KEY
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.rsa.decrypt import RsaDecryptRequest, decrypt_rsa
from flowforge_crypto.operations.rsa.encrypt import RsaEncryptRequest, encrypt_rsa


@pytest.mark.parametrize("hash_name", ["sha256", "sha384", "sha512", "sha1"])
def test_both_ways(hash_name: Any) -> None:
    values = {"key": PRIVATE_KEY, "hash": hash_name, "label": "row 7"}
    made = encrypt_rsa(RsaEncryptRequest(text="héllo", **values)).ciphertext
    assert decrypt_rsa(RsaDecryptRequest(ciphertext=made, **values)).text == "héllo"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"encoding": "hex"}, UndecodableText),
        ({"key": "hello"}, UnreadableKey),
        ({"key": write_key(generate("ed25519"), "pem", "words")}, EncryptedKey),
        ({"key": write_key(generate("ed25519"), "pem")}, UnsuitableKey),
        ({"text": "x" * 500}, TooLongForRsa),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        encrypt_rsa(RsaEncryptRequest(**{"text": "x", "key": PRIVATE_KEY} | values))
