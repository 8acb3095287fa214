import base64
import subprocess
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.key_source import WrongKeySize
from flowforge_crypto.core.encryption.legacy import LegacyUndecryptable
from flowforge_crypto.core.encryption.nonces import WrongNonceSize
from flowforge_crypto.operations.raw.decrypt import NotDecryptable, RawDecryptRequest, decrypt_raw

# NIST's GCM specification, test case 14.
KNOWN = {
    "ciphertext": "cea7403d4d606b6e074ec5d3baf39d18",
    "tag": "d0d1c8a799996bf0265b98b5d48ab919",
    "nonce": "00" * 12,
    "encoding": "hex",
    "key": "00" * 32,
    "output": "hex",
}
IV = "000102030405060708090a0b0c0d0e0f"


def test_known_answer() -> None:
    result = decrypt_raw(RawDecryptRequest(**KNOWN))
    assert (result.text, result.authenticated) == ("00" * 16, True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"tag": "00" * 16}, NotDecryptable),
        ({"tag": None}, NotDecryptable),
        ({"key": "01" * 32}, NotDecryptable),
        ({"associated_data": "x"}, NotDecryptable),
        ({"nonce": "01" * 12}, NotDecryptable),
        ({"nonce": "00"}, WrongNonceSize),
        ({"nonce": None, "ciphertext": "00"}, WrongNonceSize),
        ({"nonce": "zz"}, UndecodableText),
        ({"key": "zz"}, WrongKeySize),
        ({"key": "00" * 16}, WrongKeySize),
        ({"key": "zz", "key_encoding": "hex"}, UndecodableText),
    ],
)
def test_errors(change: Any, error: Any) -> None:
    with pytest.raises(error):
        decrypt_raw(RawDecryptRequest(**KNOWN | change))


def test_old_data_of_openssl_with_legacy() -> None:
    command = ["openssl", "enc", "-aes-256-cbc", "-K", KNOWN["key"], "-iv", IV]
    made = subprocess.run(command, input=b"old data", capture_output=True, check=True).stdout
    values = {
        "ciphertext": made.hex(),
        "nonce": IV,
        "encoding": "hex",
        "key": KNOWN["key"],
        "algorithm": "aes-cbc",
    }
    result = decrypt_raw(RawDecryptRequest(**values, legacy=True))
    assert (result.text, result.authenticated) == ("old data", False)
    joined = values | {"ciphertext": IV + made.hex(), "nonce": None}
    assert decrypt_raw(RawDecryptRequest(**joined, legacy=True)).text == "old data"
    with pytest.raises(ValidationError, match="set 'legacy' to true"):
        RawDecryptRequest(**values)
    with pytest.raises(ValidationError, match="has no 'tag'"):
        RawDecryptRequest(**values, legacy=True, tag="00")
    with pytest.raises(LegacyUndecryptable):
        decrypt_raw(RawDecryptRequest(**values | {"key": "01" * 32}, legacy=True))


def test_what_whatsapp_flows_sends() -> None:
    """AES-128-GCM with a nonce of 16 bytes, the tag at the end: Meta's documentation of the flow endpoint."""
    key, nonce = bytes(range(16)), bytes(range(16, 32))
    sealed = AESGCM(key).encrypt(nonce, b'{"action":"ping"}', None)
    values = {
        "ciphertext": base64.b64encode(sealed).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "key": base64.b64encode(key).decode(),
        "algorithm": "aes-128-gcm",
    }
    assert decrypt_raw(RawDecryptRequest(**values)).text == '{"action":"ping"}'
    joined = values | {"ciphertext": base64.b64encode(nonce + sealed).decode(), "nonce": None}
    assert decrypt_raw(RawDecryptRequest(**joined, nonce_bytes=16)).text == '{"action":"ping"}'


def test_keys_and_associated_data_of_other_systems() -> None:
    key, nonce = b"a key of exactly 32 characters!!", bytes(12)
    sealed = AESGCM(key).encrypt(nonce, b"hello", b"\xff\x00")
    values = {
        "ciphertext": sealed.hex(),
        "nonce": nonce.hex(),
        "encoding": "hex",
        "key": key.decode(),
        "key_encoding": "utf-8",
        "associated_data": "ff00",
        "associated_data_encoding": "hex",
    }
    assert decrypt_raw(RawDecryptRequest(**values)).text == "hello"
