"""Encrypt for another system: bare nonce, ciphertext and tag, without the envelope.

Leave `nonce` out and a random one is made. A nonce of your own is remembered with its key and
refused the second time. For your own data take encrypt, which leaves nothing to get wrong.
"""

import secrets

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    OutputEncoding,
    UndecodableText,
    decode,
    encode,
)
from flowforge_crypto.core.encryption.ciphers import NONCE_BYTES, TAG_BYTES, Cipher, seal
from flowforge_crypto.core.encryption.key_source import InvalidKey, read_key
from flowforge_crypto.core.encryption.nonces import NonceReused, WrongNonceSize, require_size, use_once
from servicekit import Context, RequestBody, operation


class RawEncryptRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    key: SecretStr = Field(description="256-bit key as hex, base64 or base64url.")
    algorithm: Cipher = "aes-256-gcm"
    nonce: str | None = Field(None, description="Of your own, in hex. It needs the service to have a store.")
    associated_data: str = ""
    output: OutputEncoding = "base64"


class RawEncryptResult(BaseModel):
    nonce: str
    ciphertext: str
    tag: str
    combined: str = Field(description="nonce | ciphertext | tag, as many systems want it.")


@operation(
    "/raw/encrypt",
    errors=[UndecodableText, InvalidKey, WrongNonceSize, NonceReused],
    example={"text": "hello", "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
    secret=True,
)
def encrypt_raw(request: RawEncryptRequest, context: Context) -> RawEncryptResult:
    plaintext = decode(request.text, request.encoding)
    key = read_key(request.key.get_secret_value())
    associated = decode(request.associated_data, "utf-8", "associated_data")
    if request.nonce is None:
        nonce = secrets.token_bytes(NONCE_BYTES[request.algorithm])
    else:
        nonce = decode(request.nonce, "hex", "nonce")
        require_size(nonce, request.algorithm)
        use_once(context.store, request.algorithm, key, nonce)
    sealed = seal(request.algorithm, key, nonce, plaintext, associated)
    return RawEncryptResult(
        nonce=encode(nonce, request.output),
        ciphertext=encode(sealed[:-TAG_BYTES], request.output),
        tag=encode(sealed[-TAG_BYTES:], request.output),
        combined=encode(nonce + sealed, request.output),
    )
