"""Decrypt a text with a private key using HPKE (RFC 9180): X25519, EC and ML-KEM keys."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.hybrid import (
    HpkeCipher,
    HpkeKdf,
    HpkeTerms,
    HybridUndecryptable,
    decrypt_with,
)
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import RequestBody, operation


class HpkeDecryptRequest(RequestBody):
    ciphertext: str = Field(description="Encapsulated key and ciphertext, as hpke/encrypt returned them.")
    encoding: ByteEncoding = Field("base64", description="Encoding of the ciphertext.")
    key: SecretStr = Field(description="The private key: PEM, JWK or base64 DER, not encrypted.")
    post_quantum_key: SecretStr | None = Field(
        None, description="The ML-KEM-768 private key, if one was used to encrypt."
    )
    algorithm: HpkeCipher = Field(
        default="aes-256-gcm", description="Authenticated cipher; the one of encryption."
    )
    key_derivation: HpkeKdf = Field(
        default="hkdf-sha256", description="Key derivation function; the one of encryption."
    )
    info: str = Field(
        default="", description="Text that binds the ciphertext to its application; the one of encryption."
    )
    info_encoding: InputEncoding = "utf-8"
    associated_data: str = Field(
        default="", description="Text that is authenticated but not encrypted; decryption needs the same."
    )
    associated_data_encoding: InputEncoding = "utf-8"
    output: InputEncoding = Field("utf-8", description="Encoding of the plaintext in the result.")


class HpkeDecryptResult(BaseModel):
    text: str = Field(description="The text in the clear.")


@operation(
    "/hpke/decrypt",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, HybridUndecryptable, PlaintextIsBinary],
    example={
        "ciphertext": "lUtesPKSmFmznJqqkdcEZQwb9PSBh/SqE+Kv0zOORG2DbdRxbM5Z4BzeO9uD6r8lhmYQgDc=",
        "key": '{"kty":"OKP","crv":"X25519","d":"dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo",'
        '"x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}',
    },
    secret=True,
)
def decrypt_hpke(request: HpkeDecryptRequest) -> HpkeDecryptResult:
    sealed = decode(request.ciphertext, request.encoding, "ciphertext")
    terms = HpkeTerms(
        cipher=request.algorithm,
        kdf=request.key_derivation,
        info=decode(request.info, request.info_encoding, "info"),
        associated_data=decode(request.associated_data, request.associated_data_encoding, "associated_data"),
    )
    second = request.post_quantum_key.get_secret_value() if request.post_quantum_key else None
    plaintext = decrypt_with(request.key.get_secret_value(), second, terms, sealed)
    return HpkeDecryptResult(text=present(plaintext, request.output))
