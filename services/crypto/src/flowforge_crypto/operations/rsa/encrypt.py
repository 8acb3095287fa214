"""Encrypt a short text with an RSA public key and OAEP. For longer texts use hpke/encrypt or jwe/encrypt."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    OutputEncoding,
    UndecodableText,
    decode,
    encode,
)
from flowforge_crypto.core.encryption.oaep import Oaep, OaepHash, TooLongForRsa, encrypt_oaep
from flowforge_crypto.core.keys.reading import PUBLIC_KEY_ERRORS
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import RequestBody, operation

_MODULUS = (
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB"
    "ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8"
    "KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
    "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
)  # RFC 7638, section 3.1


class RsaEncryptRequest(RequestBody):
    text: str = Field(description="The text to encrypt; its length is limited by the size of the key.")
    encoding: InputEncoding = "utf-8"
    key: str = Field(description="The RSA public key or certificate: PEM, JWK, OpenSSH or base64 DER.")
    hash: OaepHash = Field("sha256", description="Use sha1 only where the other side supports nothing else.")
    mgf_hash: OaepHash | None = Field(
        None,
        description="Hash of the mask generation function. By default the same as 'hash'; Java uses sha1.",
    )
    label: str = Field("", description="OAEP label: the same at decryption.")
    label_encoding: InputEncoding = "utf-8"
    output: OutputEncoding = "base64"


class RsaEncryptResult(BaseModel):
    ciphertext: str = Field(description="The ciphertext in the requested encoding.")


@operation(
    "/rsa/encrypt",
    errors=[UndecodableText, *PUBLIC_KEY_ERRORS, UnsuitableKey, WeakKey, TooLongForRsa],
    example={"text": "hello", "key": f'{{"kty":"RSA","e":"AQAB","n":"{_MODULUS}"}}'},
    secret=True,
)
def encrypt_rsa(request: RsaEncryptRequest) -> RsaEncryptResult:
    plaintext = decode(request.text, request.encoding)
    label = decode(request.label, request.label_encoding, "label")
    oaep = Oaep(request.hash, request.mgf_hash, label)
    ciphertext = encrypt_oaep(request.key, oaep, plaintext)
    return RsaEncryptResult(ciphertext=encode(ciphertext, request.output))
