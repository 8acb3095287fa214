import base64
from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.encryption import envelope
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.decrypt import DecryptRequest, EncryptedFileGiven, decrypt_text
from flowforge_crypto.operations.encrypt import EncryptRequest, encrypt_text
from flowforge_crypto.operations.encrypt_file import EncryptFileForm, encrypt_file
from servicekit.testing import worker_context

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
OTHER = "ff" * 32

# Made by the first version of the envelope, and to be read by every later one.
KEPT = (
    "RkZFAQDJeyJhbGdvcml0aG0iOiJhZXMtMjU2LWdjbSIsInNhbHQiOiI2OTdkYmM0YTZjYWUwNDA4ZjVk"
    "N2Q0OTE1NGQzMmRlOGRlYTczYTI5MjkzNzI5NjE3NDNkOGJmMGIxODJkYjM1IiwiY29tbWl0bWVudCI6"
    "ImQ2M2MxYjY0YmUwYmNiZDkyZjZmMjkxMzYzN2JjYzY3M2U0MWE3YzYwOTBhNjExZTJjOTdmNGM1Y2Iy"
    "ZDI5ZDAiLCJwbGFpbnRleHRfYnl0ZXMiOjV9BWeilDzNuClUE8NV1UNgGd+UitJu"
)


def encrypted(**values: Any) -> Any:
    return encrypt_text(EncryptRequest(**{"text": "hello", "key": KEY} | values), worker_context()).ciphertext


def decrypt(ciphertext: Any, **values: Any) -> Any:
    return decrypt_text(DecryptRequest(ciphertext=ciphertext, **{"key": KEY} | values), worker_context()).text


def test_an_envelope_kept_from_the_first_version() -> None:
    assert decrypt(KEPT) == "hello"


def test_another_key() -> None:
    with pytest.raises(
        envelope.WrongKey, match="'key' is wrong: 'ciphertext' was encrypted with another key"
    ):
        decrypt(encrypted(), key=OTHER)


def test_another_passphrase() -> None:
    ciphertext = encrypted(key=None, passphrase="one")
    with pytest.raises(envelope.WrongKey, match="'passphrase' is wrong"):
        decrypt(ciphertext, key=None, passphrase="two")


def test_the_other_kind_of_key() -> None:
    with pytest.raises(envelope.OtherKindOfKey, match="encrypted with a key: give 'key'"):
        decrypt(encrypted(), key=None, passphrase="words")
    with pytest.raises(envelope.OtherKindOfKey, match="encrypted with a passphrase: give 'passphrase'"):
        decrypt(encrypted(key=None, passphrase="words"))


@pytest.mark.parametrize(
    ("encrypted_with", "decrypted_with", "reason"),
    [
        ("row 7", "row 8", "it differs"),
        ("row 7", None, "none is given"),
        (None, "row 7", "without any"),
        ("", None, "none is given"),
    ],
)
def test_other_associated_data(encrypted_with: Any, decrypted_with: Any, reason: Any) -> None:
    ciphertext = encrypted(associated_data=encrypted_with)
    with pytest.raises(envelope.WrongAssociatedData, match=reason):
        decrypt(ciphertext, associated_data=decrypted_with)


def test_every_changed_bit_is_found() -> None:
    data = base64.b64decode(encrypted(associated_data="row 7"))
    refused = (envelope.TamperedCiphertext, envelope.WrongKey, envelope.WrongAssociatedData)
    unreadable = (
        envelope.NotAnEnvelope,
        envelope.UnknownEnvelopeVersion,
        envelope.InvalidEnvelope,
        envelope.TruncatedCiphertext,
    )
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] ^= 1
        with pytest.raises((*refused, *unreadable, EncryptedFileGiven)):
            decrypt(base64.b64encode(changed).decode(), associated_data="row 7")
    for position in range(len(data) - 21, len(data)):
        changed = bytearray(data)
        changed[position] ^= 1
        with pytest.raises(envelope.TamperedCiphertext, match="was changed after encryption"):
            decrypt(base64.b64encode(changed).decode(), associated_data="row 7")


def test_every_truncation_is_named_so() -> None:
    data = base64.b64decode(encrypted())
    for length in range(4, len(data)):
        with pytest.raises(envelope.TruncatedCiphertext, match="bytes are missing at its end"):
            decrypt(base64.b64encode(data[:length]).decode())


def test_something_appended() -> None:
    data = base64.b64decode(encrypted())
    with pytest.raises(envelope.TamperedCiphertext):
        decrypt(base64.b64encode(data + b"x").decode())


def test_an_unknown_version() -> None:
    data = bytearray(base64.b64decode(encrypted()))
    data[3] = 9
    with pytest.raises(envelope.UnknownEnvelopeVersion, match="version 9"):
        decrypt(base64.b64encode(data).decode())


def test_what_is_no_envelope() -> None:
    with pytest.raises(envelope.NotAnEnvelope):
        decrypt("aGVsbG8=")
    with pytest.raises(UndecodableText):
        decrypt("not base64!")


def test_a_binary_plaintext() -> None:
    ciphertext = encrypted(text="ff", encoding="hex")
    assert decrypt(ciphertext, output="base64") == "/w=="
    with pytest.raises(PlaintextIsBinary):
        decrypt(ciphertext)


def test_an_encrypted_file(spooled: Any) -> None:
    output = encrypt_file(EncryptFileForm(file=spooled(b"content"), key=KEY), worker_context())
    with pytest.raises(EncryptedFileGiven):
        decrypt(base64.b64encode(b"".join(output.data)).decode())


def test_a_key_of_another_size() -> None:
    with pytest.raises(InvalidKey):
        decrypt(encrypted(), key="00")
