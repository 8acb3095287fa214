import base64
from pathlib import Path
from typing import Any

import pytest

from flowforge_crypto.core.encryption import envelope
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.decrypt_file import DecryptFileForm, EncryptedTextGiven, decrypt_file
from flowforge_crypto.operations.encrypt import EncryptRequest, encrypt_text
from flowforge_crypto.operations.encrypt_file import EncryptFileForm, encrypt_file
from servicekit.testing import worker_context

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
CONTENT = b"0123456789abcdef" * 4096


@pytest.fixture
def sealed(spooled: Any) -> Any:
    return b"".join(
        encrypt_file(
            EncryptFileForm(file=spooled(CONTENT), key=KEY, associated_data="7"), worker_context()
        ).data
    )


@pytest.fixture
def decrypt(spooled: Any, tmp_path: Path) -> Any:
    def run(data: Any, **values: Any) -> Any:
        form = DecryptFileForm(file=spooled(data), **{"key": KEY, "associated_data": "7"} | values)
        return decrypt_file(form, worker_context(tmp_path)).data.read_bytes()

    return run


def test_it_opens(sealed: Any, decrypt: Any) -> None:
    assert decrypt(sealed) == CONTENT


def test_another_key(sealed: Any, decrypt: Any) -> None:
    with pytest.raises(envelope.WrongKey):
        decrypt(sealed, key="ff" * 32)


def test_the_other_kind_of_key(sealed: Any, decrypt: Any) -> None:
    with pytest.raises(envelope.OtherKindOfKey):
        decrypt(sealed, key=None, passphrase="words")


def test_other_associated_data(sealed: Any, decrypt: Any) -> None:
    with pytest.raises(envelope.WrongAssociatedData):
        decrypt(sealed, associated_data="8")


@pytest.mark.parametrize("position", [-1, -10_000, -40_000, -65_000])
def test_a_changed_bit_anywhere_in_the_ciphertext(sealed: Any, decrypt: Any, position: Any) -> None:
    changed = bytearray(sealed)
    changed[position] ^= 1
    with pytest.raises(envelope.TamperedCiphertext):
        decrypt(bytes(changed))


def test_chunks_in_another_order(sealed: Any, decrypt: Any) -> None:
    chunk = 16 * 1024 + 16
    tail = len(sealed) - chunk
    changed = sealed[: tail - chunk] + sealed[tail:] + sealed[tail - chunk : tail]
    with pytest.raises(envelope.TamperedCiphertext):
        decrypt(changed)


@pytest.mark.parametrize("kept", [4, 5, 100, 300, 20_000, -1])
def test_a_truncated_file(sealed: Any, decrypt: Any, kept: Any) -> None:
    with pytest.raises(envelope.TruncatedCiphertext):
        decrypt(sealed[:kept])


def test_a_truncation_hidden_by_a_changed_header(sealed: Any, decrypt: Any) -> None:
    shorter = sealed[: -16 * 1024 - 16].replace(b'"plaintext_bytes":65536', b'"plaintext_bytes":49152')
    with pytest.raises(envelope.TamperedCiphertext):
        decrypt(shorter)


def test_something_appended(sealed: Any, decrypt: Any) -> None:
    with pytest.raises(envelope.TamperedCiphertext):
        decrypt(sealed + b"x")


def test_what_is_no_envelope(decrypt: Any) -> None:
    with pytest.raises(envelope.NotAnEnvelope, match="'file' was not encrypted by this service"):
        decrypt(b"%PDF-1.7")
    with pytest.raises(envelope.UnknownEnvelopeVersion):
        decrypt(b"FFE\x02\x00\x02{}")
    with pytest.raises(envelope.InvalidEnvelope):
        decrypt(b"FFE\x01\x00\x02{}")


def test_an_encrypted_text(decrypt: Any) -> None:
    ciphertext = encrypt_text(EncryptRequest(text="hello", key=KEY), worker_context()).ciphertext
    with pytest.raises(EncryptedTextGiven):
        decrypt(base64.b64decode(ciphertext))


def test_a_key_of_another_size(sealed: Any, decrypt: Any) -> None:
    with pytest.raises(InvalidKey):
        decrypt(sealed, key="00")
