import subprocess
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.key_source import InvalidKey
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
        ({"key": "zz"}, InvalidKey),
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
