"""Encrypt a text to a public key using HPKE (RFC 9180): X25519, EC and ML-KEM keys.

With `post_quantum_key`, an ML-KEM-768 key beside an X25519 key, an attacker has to break both (X-Wing).
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    OutputEncoding,
    UndecodableText,
    decode,
    encode,
)
from flowforge_crypto.core.encryption.hybrid import HpkeCipher, HpkeKdf, HpkeTerms, encrypt_to
from flowforge_crypto.core.keys.reading import PUBLIC_KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import RequestBody, operation


class HpkeEncryptRequest(RequestBody):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"
    key: str = Field(description="The public key: PEM, JWK or base64 DER.")
    post_quantum_key: str | None = Field(None, description="An ML-KEM-768 public key beside an X25519 'key'.")
    algorithm: HpkeCipher = Field(
        default="aes-256-gcm", description="Authenticated cipher; decryption needs the same."
    )
    key_derivation: HpkeKdf = Field(
        default="hkdf-sha256", description="Key derivation function; decryption needs the same."
    )
    info: str = Field("", description="Application context: must be the same at decryption.")
    info_encoding: InputEncoding = "utf-8"
    associated_data: str = Field("", description="Associated data: must be the same at decryption.")
    associated_data_encoding: InputEncoding = "utf-8"
    output: OutputEncoding = "base64"


class HpkeEncryptResult(BaseModel):
    ciphertext: str = Field(
        description="Encapsulated key and ciphertext in one text, as hpke/decrypt takes it."
    )
    encapsulated_bytes: int = Field(description="Length in bytes of the encapsulated key ('enc').")
    key_encapsulation: str = Field(
        description="Key encapsulation mechanism, which follows from the type of the key."
    )
    algorithm: HpkeCipher = Field(description="Cipher that encrypted the text.")
    key_derivation: HpkeKdf = Field(description="Key derivation function that was used.")


@operation(
    "/hpke/encrypt",
    errors=[UndecodableText, *PUBLIC_KEY_ERRORS, UnsuitableKey],
    example={
        "text": "hello",
        "key": '{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}',
    },
    secret=True,
)
def encrypt_hpke(request: HpkeEncryptRequest) -> HpkeEncryptResult:
    plaintext = decode(request.text, request.encoding)
    terms = HpkeTerms(
        cipher=request.algorithm,
        kdf=request.key_derivation,
        info=decode(request.info, request.info_encoding, "info"),
        associated_data=decode(request.associated_data, request.associated_data_encoding, "associated_data"),
    )
    made = encrypt_to(request.key, request.post_quantum_key, terms, plaintext)
    return HpkeEncryptResult(
        ciphertext=encode(made.sealed, request.output),
        encapsulated_bytes=made.encapsulated_bytes,
        key_encapsulation=made.key_encapsulation,
        algorithm=request.algorithm,
        key_derivation=request.key_derivation,
    )
