"""Encrypt a text to a public key: HPKE (RFC 9180, HKDF-SHA256) for X25519, EC and ML-KEM keys.

With `post_quantum_key`, an ML-KEM-768 key beside an X25519 one, both would have to be broken (X-Wing).
"""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings import InputEncoding, OutputEncoding, UndecodableText, decode, encode
from flowforge_crypto.core.hybrid import HpkeCipher, encrypt_to
from flowforge_crypto.core.key_reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.key_types import UnsuitableKey
from servicekit import RequestBody, operation


class HpkeEncryptRequest(RequestBody):
    text: str
    encoding: InputEncoding = "utf-8"
    key: str = Field(description="The public key: PEM, JWK or base64 DER.")
    post_quantum_key: str | None = Field(None, description="An ML-KEM-768 public key beside an X25519 'key'.")
    algorithm: HpkeCipher = "aes-256-gcm"
    info: str = Field("", description="Context that must be the same at decryption.")
    output: OutputEncoding = "base64"


class HpkeEncryptResult(BaseModel):
    ciphertext: str = Field(description="Encapsulated key and ciphertext as one.")
    key_encapsulation: str
    algorithm: HpkeCipher


@operation(
    "/hpke/encrypt",
    errors=[UndecodableText, UnreadableKey, EncryptedKey, UnsuitableKey],
    example={
        "text": "hello",
        "key": '{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}',
    },
    secret=True,
)
def encrypt_hpke(request: HpkeEncryptRequest) -> HpkeEncryptResult:
    plaintext = decode(request.text, request.encoding)
    info = decode(request.info, "utf-8", "info")
    sealed, name = encrypt_to(request.key, request.post_quantum_key, request.algorithm, info, plaintext)
    return HpkeEncryptResult(
        ciphertext=encode(sealed, request.output), key_encapsulation=name, algorithm=request.algorithm
    )
