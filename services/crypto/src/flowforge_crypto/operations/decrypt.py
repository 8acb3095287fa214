"""Decrypt a text that encrypt encrypted; the ciphertext names its algorithm and key derivation.

A wrong key, wrong associated data, and a truncated or changed ciphertext are different errors.
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.envelope import ENVELOPE_ERRORS, Header
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.messages import check_size, resume, unseal_message
from flowforge_crypto.core.encryption.passphrases import derive_in_worker
from servicekit import Context, InvalidInput, operation

FIELD = "ciphertext"
_EXAMPLE = (
    "RkZFAQDJeyJhbGdvcml0aG0iOiJhZXMtMjU2LWdjbSIsInNhbHQiOiIxYmRhYzEzZjhiOTNjY2I3"
    "OWZlYmU0YTAzYzhkZDhhMWVkYjE3ZjBkZjRjZDg1Y2IxMmE0OGUzZmFmNjJlZWViIiwiY29tbWl0"
    "bWVudCI6IjNkZjM0YTkyNjNmODM2ODViZDU1MzEzODMwZDNjOGQ0YmFkZTRiZWNlYzJjMThjZTY0"
    "MGNhYjQzNjlmNDU5NjMiLCJwbGFpbnRleHRfYnl0ZXMiOjV9/WhflG/vobFrtkhB8JlFFvB+U8Z8"
)


class EncryptedFileGiven(InvalidInput):
    code = "CIPHERTEXT_IS_FILE"
    message = "'ciphertext' is an encrypted file: send it to decrypt-file."


class DecryptRequest(KeySource):
    ciphertext: str = Field(description="The base64 text that encrypt gave.")
    output: InputEncoding = Field("utf-8", description="Encoding of the plaintext in the result.")


class DecryptResult(BaseModel):
    text: str = Field(description="The text in the clear.")


@operation(
    "/decrypt",
    errors=[UndecodableText, PlaintextIsBinary, InvalidKey, EncryptedFileGiven, *ENVELOPE_ERRORS],
    example={
        "ciphertext": _EXAMPLE,
        "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    },
    secret=True,
)
def decrypt_text(request: DecryptRequest, context: Context) -> DecryptResult:
    data = decode(request.ciphertext, "base64", FIELD)
    header, packed = Header.unpack(data, FIELD)
    if header.cipher is None:
        raise EncryptedFileGiven
    sealed = data[len(packed) :]
    check_size(header, len(sealed), FIELD)
    opened = resume(request, header, packed, FIELD, derive=derive_in_worker(context))
    plaintext = unseal_message(opened, header.cipher, sealed, FIELD)
    return DecryptResult(text=present(plaintext, request.output))
