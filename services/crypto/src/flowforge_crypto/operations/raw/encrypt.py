"""Encrypt for another system: plain nonce, ciphertext and tag, without this service's envelope.

Without `nonce` a random one is generated. A nonce that you supply is stored with its key and refused
the second time. For your own data use encrypt, which handles nonces for you.
"""

import secrets

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    OutputEncoding,
    UndecodableText,
    decode,
    encode,
)
from flowforge_crypto.core.encryption.ciphers import KEY_BYTES_OF, NONCE_BYTES, TAG_BYTES, RawCipher, seal
from flowforge_crypto.core.encryption.key_source import KeyEncoding, WrongKeySize, read_sized_key
from flowforge_crypto.core.encryption.nonces import NonceReused, WrongNonceSize, require_size, use_once
from servicekit import Context, RequestBody, operation


class RawEncryptRequest(RequestBody):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"
    key: SecretStr = Field(description="The key, as long as the algorithm needs.")
    key_encoding: KeyEncoding = Field("auto", description="auto reads hex, base64 and base64url.")
    algorithm: RawCipher = Field(default="aes-256-gcm", description="Cipher that the other system expects.")
    nonce: str | None = Field(
        None, description="Your own nonce; needs a configured store. By default a random one is made."
    )
    nonce_encoding: ByteEncoding = Field(default="hex", description="Encoding of `nonce`.")
    associated_data: str = Field(
        default="", description="Text that is authenticated but not encrypted; decryption needs the same."
    )
    associated_data_encoding: InputEncoding = "utf-8"
    output: OutputEncoding = "base64"


class RawEncryptResult(BaseModel):
    nonce: str = Field(description="Nonce or initialization vector, which decryption needs.")
    ciphertext: str = Field(description="The ciphertext in the requested encoding.")
    tag: str = Field(description="Authentication tag in the requested encoding.")
    combined: str = Field(description="nonce | ciphertext | tag in one text, as many systems expect.")


@operation(
    "/raw/encrypt",
    errors=[UndecodableText, WrongKeySize, WrongNonceSize, NonceReused],
    example={"text": "hello", "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
    secret=True,
)
def encrypt_raw(request: RawEncryptRequest, context: Context) -> RawEncryptResult:
    plaintext = decode(request.text, request.encoding)
    wanted = KEY_BYTES_OF[request.algorithm]
    key = read_sized_key(request.key.get_secret_value(), request.key_encoding, (wanted,))
    associated = decode(request.associated_data, request.associated_data_encoding, "associated_data")
    if request.nonce is None:
        nonce = secrets.token_bytes(NONCE_BYTES[request.algorithm])
    else:
        nonce = decode(request.nonce, request.nonce_encoding, "nonce")
        require_size(nonce, request.algorithm)
        use_once(context.store, request.algorithm, key, nonce)
    sealed = seal(request.algorithm, key, nonce, plaintext, associated)
    return RawEncryptResult(
        nonce=encode(nonce, request.output),
        ciphertext=encode(sealed[:-TAG_BYTES], request.output),
        tag=encode(sealed[-TAG_BYTES:], request.output),
        combined=encode(nonce + sealed, request.output),
    )
