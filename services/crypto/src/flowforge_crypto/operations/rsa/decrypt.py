"""Decrypt a short text with an RSA private key and OAEP."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.oaep import OaepHash, RsaUndecryptable, decrypt_oaep
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.rsa_example import CIPHERTEXT, PRIVATE_KEY
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import RequestBody, operation


class RsaDecryptRequest(RequestBody):
    ciphertext: str
    encoding: ByteEncoding = Field("base64", description="Of the ciphertext.")
    key: SecretStr = Field(description="The RSA private key: PEM, JWK, OpenSSH or base64 DER, not encrypted.")
    hash: OaepHash = "sha256"
    label: str = ""
    output: InputEncoding = Field("utf-8", description="How the answer writes the plaintext.")


class RsaDecryptResult(BaseModel):
    text: str


@operation(
    "/rsa/decrypt",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, RsaUndecryptable, PlaintextIsBinary],
    example={"ciphertext": CIPHERTEXT, "key": PRIVATE_KEY},
    secret=True,
)
def decrypt_rsa(request: RsaDecryptRequest) -> RsaDecryptResult:
    ciphertext = decode(request.ciphertext, request.encoding, "ciphertext")
    label = decode(request.label, "utf-8", "label")
    plaintext = decrypt_oaep(request.key.get_secret_value(), request.hash, label, ciphertext)
    return RsaDecryptResult(text=present(plaintext, request.output))
