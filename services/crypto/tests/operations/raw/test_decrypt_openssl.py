import base64
import shutil
import subprocess
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption.legacy import LegacyUndecryptable
from flowforge_crypto.core.encryption.openssl_salted import NotSalted
from flowforge_crypto.core.passwords.derivation import DerivationTooCostly
from flowforge_crypto.operations.raw.decrypt_openssl import DecryptOpensslRequest, decrypt_openssl

EXAMPLE = "U2FsdGVkX19v7Vm5E1dUEWZneW8qRZJ/FO1U9R72Vus="
"""Made by `printf hello | openssl enc -aes-256-cbc -pbkdf2 -pass 'pass:correct horse' -base64`."""


def opened(ciphertext: str, **values: Any) -> str:
    given = {"ciphertext": ciphertext, "passphrase": "correct horse", "legacy": True} | values
    return decrypt_openssl(DecryptOpensslRequest(**given)).text


def test_what_openssl_wrote() -> None:
    assert opened(EXAMPLE) == "hello"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL's command is not installed here")
@pytest.mark.parametrize(
    ("options", "values"),
    [
        (("-aes-256-cbc", "-pbkdf2"), {}),
        (("-aes-128-cbc", "-pbkdf2", "-iter", "12345"), {"key_bits": 128, "iterations": 12_345}),
        (("-aes-192-cbc", "-md", "sha256"), {"key_bits": 192, "key_derivation": "evp-bytes-to-key"}),
        (("-aes-256-cbc", "-md", "md5"), {"key_derivation": "evp-bytes-to-key", "hash": "md5"}),
        (("-aes-256-cbc", "-pbkdf2", "-md", "sha512"), {"hash": "sha512"}),
    ],
)
def test_openssl(options: Any, values: Any) -> None:
    command = ["openssl", "enc", *options, "-pass", "pass:correct horse"]
    made = subprocess.run(command, input="héllo".encode(), capture_output=True, check=True).stdout
    assert opened(base64.b64encode(made).decode(), **values) == "héllo"


def test_errors() -> None:
    with pytest.raises(NotSalted, match="does not begin with"):
        opened("AAAA")
    with pytest.raises(LegacyUndecryptable):
        opened(EXAMPLE, iterations=9_999)
    with pytest.raises(DerivationTooCostly) as refusal:
        opened(EXAMPLE, iterations=2_000_000)
    assert refusal.value.fields == ("iterations", "hash")
    with pytest.raises(UndecodableText):
        opened("!")
    with pytest.raises(ValidationError, match="'legacy' has to be true"):
        opened(EXAMPLE, legacy=False)


def test_binary_content() -> None:
    command = ["openssl", "enc", "-aes-256-cbc", "-pbkdf2", "-pass", "pass:correct horse"]
    if shutil.which("openssl") is not None:
        made = subprocess.run(command, input=b"\xff", capture_output=True, check=True).stdout
        with pytest.raises(PlaintextIsBinary):
            opened(base64.b64encode(made).decode())
