"""Decrypt data of another system: AES-GCM, AES-GCM-SIV, ChaCha20-Poly1305, XChaCha20-Poly1305 or AES-CBC.

`aes-cbc` is for old data and requires `"legacy": true`, because it is not authenticated.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.ciphers import (
    KEY_BYTES_OF,
    NONCE_BYTES,
    NotAuthentic,
    RawCipher,
    unseal,
)
from flowforge_crypto.core.encryption.key_source import KeyEncoding, WrongKeySize, read_sized_key
from flowforge_crypto.core.encryption.legacy import (
    BLOCK_BYTES,
    CBC_KEY_BYTES,
    LegacyUndecryptable,
    decrypt_cbc,
)
from flowforge_crypto.core.encryption.nonces import WrongNonceSize, require_size
from servicekit import InvalidInput, RequestBody, operation


class NotDecryptable(InvalidInput):
    code = "CIPHERTEXT_NOT_AUTHENTIC"
    message = (
        "'ciphertext' cannot be authenticated: wrong 'key', 'nonce', 'tag' or 'associated_data', or it was "
        "changed."
    )


class RawDecryptRequest(RequestBody):
    ciphertext: str = Field(description="With its tag at the end, unless 'tag' is given.")
    nonce: str | None = Field(None, description="Nonce or IV; without it the ciphertext begins with it.")
    tag: str | None = Field(
        default=None, description="Authentication tag, if it is not at the end of the ciphertext."
    )
    encoding: ByteEncoding = Field("base64", description="Encoding of ciphertext, nonce and tag.")
    nonce_bytes: Annotated[int, Field(ge=8, le=128)] | None = Field(
        None, description="Length of a nonce that the ciphertext begins with; by default the usual one."
    )
    key: SecretStr = Field(
        description="The key, as long as the algorithm needs; aes-cbc takes 16, 24 or 32 bytes."
    )
    key_encoding: KeyEncoding = Field("auto", description="auto reads hex, base64 and base64url.")
    algorithm: RawCipher | Literal["aes-cbc"] = Field(
        default="aes-256-gcm", description="Cipher of the ciphertext."
    )
    associated_data: str = Field(
        default="", description="Text that is authenticated but not encrypted; decryption needs the same."
    )
    associated_data_encoding: InputEncoding = "utf-8"
    legacy: bool = Field(default=False, description="Allows aes-cbc, which cannot tell changed data.")
    output: InputEncoding = Field("utf-8", description="Encoding of the plaintext in the result.")

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
    text: str = Field(description="The text in the clear, in the requested encoding.")
    authenticated: bool = Field(
        description="Whether changes of the ciphertext would have been noticed; false for AES-CBC."
    )


@operation(
    "/raw/decrypt",
    errors=[
        UndecodableText,
        WrongKeySize,
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
    algorithm = request.algorithm
    sizes = CBC_KEY_BYTES if algorithm == "aes-cbc" else (KEY_BYTES_OF[algorithm],)
    key = read_sized_key(request.key.get_secret_value(), request.key_encoding, sizes)
    nonce, data = _parted(request)
    if algorithm == "aes-cbc":
        plaintext = decrypt_cbc(key, nonce, data)
        return RawDecryptResult(text=present(plaintext, request.output), authenticated=False)
    require_size(nonce, algorithm)
    tag = decode(request.tag or "", request.encoding, "tag")
    associated = decode(request.associated_data, request.associated_data_encoding, "associated_data")
    try:
        plaintext = unseal(algorithm, key, nonce, data + tag, associated)
    except NotAuthentic as error:
        raise NotDecryptable from error
    return RawDecryptResult(text=present(plaintext, request.output), authenticated=True)


def _parted(request: RawDecryptRequest) -> tuple[bytes, bytes]:
    """Return nonce and ciphertext."""
    data = decode(request.ciphertext, request.encoding, "ciphertext")
    if request.nonce is not None:
        return decode(request.nonce, request.encoding, "nonce"), data
    usual = BLOCK_BYTES if request.algorithm == "aes-cbc" else NONCE_BYTES[request.algorithm]
    size = request.nonce_bytes or usual
    return data[:size], data[size:]
