"""Decrypt a short text with an RSA private key: OAEP, or PKCS #1 v1.5 for old data."""

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
from flowforge_crypto.core.encryption.oaep import (
    PKCS1_WARNING,
    Oaep,
    OaepHash,
    RsaUndecryptable,
    decrypt_oaep,
    decrypt_pkcs1,
)
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.rsa_example import CIPHERTEXT, PRIVATE_KEY
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import RequestBody, operation


class RsaDecryptRequest(RequestBody):
    ciphertext: str = Field(description="The ciphertext, in the encoding that `encoding` names.")
    encoding: ByteEncoding = Field("base64", description="Encoding of the ciphertext.")
    key: SecretStr = Field(description="The RSA private key: PEM, JWK, OpenSSH or base64 DER, not encrypted.")
    padding: Literal["oaep", "pkcs1-v1.5"] = Field(
        "oaep", description="pkcs1-v1.5 is for old data and needs 'legacy'."
    )
    legacy: bool = Field(default=False, description="Allows pkcs1-v1.5, which cannot detect a wrong key.")
    hash: OaepHash = Field("sha256", description="Hash of OAEP.")
    mgf_hash: OaepHash | None = Field(
        None,
        description="Hash of the mask generation function. By default the same as 'hash'; Java uses sha1.",
    )
    label: str = Field("", description="OAEP label, as at encryption.")
    label_encoding: InputEncoding = "utf-8"
    output: InputEncoding = Field("utf-8", description="Encoding of the plaintext in the result.")

    @model_validator(mode="after")
    def _is_oaep_or_legacy(self) -> Self:
        if self.padding == "oaep":
            return self
        if not self.legacy:
            raise ValueError("'padding' pkcs1-v1.5 cannot detect a wrong key: set 'legacy' to true to use it")
        if self.label or self.mgf_hash:
            raise ValueError("'label' and 'mgf_hash' belong to 'padding' oaep")
        return self


class RsaDecryptResult(BaseModel):
    text: str = Field(description="The text in the clear.")
    warnings: list[str] = Field(description="What this padding cannot detect; empty for OAEP.")


@operation(
    "/rsa/decrypt",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, RsaUndecryptable, PlaintextIsBinary],
    example={"ciphertext": CIPHERTEXT, "key": PRIVATE_KEY},
    secret=True,
)
def decrypt_rsa(request: RsaDecryptRequest) -> RsaDecryptResult:
    ciphertext = decode(request.ciphertext, request.encoding, "ciphertext")
    key = request.key.get_secret_value()
    if request.padding != "oaep":
        plaintext = decrypt_pkcs1(key, ciphertext)
        return RsaDecryptResult(text=present(plaintext, request.output), warnings=[PKCS1_WARNING])
    label = decode(request.label, request.label_encoding, "label")
    plaintext = decrypt_oaep(key, Oaep(request.hash, request.mgf_hash, label), ciphertext)
    return RsaDecryptResult(text=present(plaintext, request.output), warnings=[])
