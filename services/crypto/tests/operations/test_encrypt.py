import base64
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.ciphers import CIPHERS
from flowforge_crypto.core.encryption.envelope import Header
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.decrypt import DecryptRequest, decrypt_text
from flowforge_crypto.operations.encrypt import EncryptRequest, encrypt_text
from servicekit.testing import worker_context

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"


@pytest.mark.parametrize("algorithm", CIPHERS)
@pytest.mark.parametrize("text", ["", "hello", "ünïcödé " * 5000])
def test_what_is_encrypted_is_decrypted(algorithm: Any, text: Any) -> None:
    result = encrypt_text(
        EncryptRequest(text=text, key=KEY, algorithm=algorithm, associated_data="row 7"), worker_context()
    )
    assert (result.algorithm, result.key_derivation) == (algorithm, None)
    request = DecryptRequest(ciphertext=result.ciphertext, key=KEY, associated_data="row 7")
    assert decrypt_text(request, worker_context()).text == text


@pytest.mark.parametrize("derivation", ["argon2id", "scrypt"])
def test_with_a_passphrase(derivation: Any) -> None:
    request = EncryptRequest(text="hello", passphrase="correct horse", key_derivation=derivation)
    result = encrypt_text(request, worker_context())
    assert result.key_derivation == derivation
    opened = decrypt_text(
        DecryptRequest(ciphertext=result.ciphertext, passphrase="correct horse"), worker_context()
    )
    assert opened.text == "hello"


def test_the_header_names_everything_but_the_secrets() -> None:
    result = encrypt_text(
        EncryptRequest(text="hello", passphrase="correct horse", associated_data="row 7"), worker_context()
    )
    data = base64.b64decode(result.ciphertext)
    header, _ = Header.unpack(data, "ciphertext")
    assert header.algorithm == "aes-256-gcm"
    assert header.passphrase
    assert header.passphrase.name == "argon2id"
    for secret in (b"hello", b"correct horse", b"row 7"):
        assert secret not in data


def test_no_two_ciphertexts_are_alike() -> None:
    made = {
        encrypt_text(EncryptRequest(text="hello", key=KEY), worker_context()).ciphertext for _ in range(50)
    }
    headers = [Header.unpack(base64.b64decode(text), "ciphertext")[0] for text in made]
    assert len({header.salt for header in headers}) == 50


def test_binary_in_base64() -> None:
    result = encrypt_text(EncryptRequest(text="AP8=", encoding="base64", key=KEY), worker_context())
    request = DecryptRequest(ciphertext=result.ciphertext, key=KEY, output="hex")
    assert decrypt_text(request, worker_context()).text == "00ff"


def test_undecodable_text_and_associated_data() -> None:
    with pytest.raises(UndecodableText, match="'text' is not valid base64"):
        encrypt_text(EncryptRequest(text="!", encoding="base64", key=KEY), worker_context())
    with pytest.raises(UndecodableText, match="'associated_data' is not valid utf-8"):
        encrypt_text(EncryptRequest(text="", key=KEY, associated_data="\ud800"), worker_context())


def test_a_key_of_another_size() -> None:
    with pytest.raises(InvalidKey):
        encrypt_text(EncryptRequest(text="", key="00" * 16), worker_context())


def test_there_is_no_unauthenticated_mode() -> None:
    with pytest.raises(ValidationError):
        EncryptRequest(text="", key=KEY, algorithm="aes-256-cbc")
