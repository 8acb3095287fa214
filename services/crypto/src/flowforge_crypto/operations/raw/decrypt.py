"""Decrypt what another system encrypted: AES-GCM, AES-GCM-SIV, ChaCha20 or XChaCha20 without an envelope.

`aes-cbc` is for reading old data, and has to be asked for with `"legacy": true`: it is not authenticated.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.ciphers import NONCE_BYTES, Cipher, NotAuthentic, unseal
from flowforge_crypto.core.encryption.key_source import InvalidKey, read_key
from flowforge_crypto.core.encryption.legacy import BLOCK_BYTES, LegacyUndecryptable, decrypt_cbc
from flowforge_crypto.core.encryption.nonces import WrongNonceSize, require_size
from servicekit import InvalidInput, RequestBody, operation


class NotDecryptable(InvalidInput):
    code = "CIPHERTEXT_NOT_AUTHENTIC"
    message = "'ciphertext' does not fit its tag: another key, nonce or associated data, or it was changed."


class RawDecryptRequest(RequestBody):
    ciphertext: str = Field(description="With its tag at the end, unless 'tag' is given.")
    nonce: str | None = Field(None, description="Nonce or IV; without it the ciphertext begins with it.")
    tag: str | None = None
    encoding: ByteEncoding = Field("base64", description="Of ciphertext, nonce and tag.")
    key: SecretStr = Field(description="256-bit key as hex, base64 or base64url.")
    algorithm: Cipher | Literal["aes-cbc"] = "aes-256-gcm"
    associated_data: str = ""
    legacy: bool = Field(default=False, description="Allows aes-cbc, which cannot tell changed data.")
    output: InputEncoding = Field("utf-8", description="How the answer writes the plaintext.")

    @model_validator(mode="after")
    def _is_authenticated_or_legacy(self) -> Self:
        if self.algorithm != "aes-cbc":
            return self
        if not self.legacy:
            raise ValueError("aes-cbc is not authenticated: set 'legacy' to true to read old data with it")
        if self.tag or self.associated_data:
            raise ValueError("aes-cbc has no 'tag' and no 'associated_data'")
        return self


class RawDecryptResult(BaseModel):
    text: str
    authenticated: bool


@operation(
    "/raw/decrypt",
    errors=[
        UndecodableText,
        InvalidKey,
        WrongNonceSize,
        NotDecryptable,
        LegacyUndecryptable,
        PlaintextIsBinary,
    ],
    example={
        "ciphertext": "cea7403d4d606b6e074ec5d3baf39d18",
        "tag": "d0d1c8a799996bf0265b98b5d48ab919",
        "nonce": "000000000000000000000000",
        "encoding": "hex",
        "key": "0000000000000000000000000000000000000000000000000000000000000000",
        "output": "hex",
    },
    secret=True,
)
def decrypt_raw(request: RawDecryptRequest) -> RawDecryptResult:
    key = read_key(request.key.get_secret_value())
    data = decode(request.ciphertext, request.encoding, "ciphertext")
    algorithm = request.algorithm
    if request.nonce is None:
        size = BLOCK_BYTES if algorithm == "aes-cbc" else NONCE_BYTES[algorithm]
        nonce, data = data[:size], data[size:]
    else:
        nonce = decode(request.nonce, request.encoding, "nonce")
    if algorithm == "aes-cbc":
        plaintext = decrypt_cbc(key, nonce, data)
        return RawDecryptResult(text=present(plaintext, request.output), authenticated=False)
    require_size(nonce, algorithm)
    tag = decode(request.tag or "", request.encoding, "tag")
    associated = decode(request.associated_data, "utf-8", "associated_data")
    try:
        plaintext = unseal(algorithm, key, nonce, data + tag, associated)
    except NotAuthentic as error:
        raise NotDecryptable from error
    return RawDecryptResult(text=present(plaintext, request.output), authenticated=True)
