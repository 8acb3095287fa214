"""Encrypt a text under a 256-bit key or a passphrase.

The result is one base64 text that names its algorithm and key derivation. The same `associated_data` is
required to decrypt it; it is authenticated but not stored.
"""

import base64

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.encryption.ciphers import Cipher
from flowforge_crypto.core.encryption.key_source import InvalidKey, KeySource
from flowforge_crypto.core.encryption.messages import begin, seal_message
from flowforge_crypto.core.encryption.passphrases import PassphraseKdf, derive_in_worker
from servicekit import Context, operation


class EncryptRequest(KeySource):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"
    algorithm: Cipher = Field(
        default="aes-256-gcm", description="Authenticated cipher that encrypts the text."
    )
    key_derivation: PassphraseKdf = Field("argon2id", description="Key derivation for a passphrase.")


class EncryptResult(BaseModel):
    ciphertext: str = Field(description="The encrypted text; it names its algorithm and key derivation.")
    algorithm: Cipher = Field(description="Cipher that encrypted the text.")
    key_derivation: PassphraseKdf | None = Field(description="Null if a key was given.")


@operation(
    "/encrypt",
    errors=[UndecodableText, InvalidKey],
    example={"text": "hello", "passphrase": "correct horse battery staple"},
    secret=True,
)
def encrypt_text(request: EncryptRequest, context: Context) -> EncryptResult:
    plaintext = decode(request.text, request.encoding)
    opened = begin(
        request, request.algorithm, request.key_derivation, len(plaintext), derive=derive_in_worker(context)
    )
    sealed = opened.header.pack() + seal_message(opened, request.algorithm, plaintext)
    return EncryptResult(
        ciphertext=base64.b64encode(sealed).decode("ascii"),
        algorithm=request.algorithm,
        key_derivation=request.key_derivation if request.passphrase else None,
    )
