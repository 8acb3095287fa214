"""Encrypt a text as a JSON Web Encryption (JWE) in compact form (RFC 7516)."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.jose.encryption import (
    JweAlgorithm,
    JweContent,
    choose_key_algorithm,
    encrypt_token,
)
from flowforge_crypto.core.jose.keys import JOSE_KEY_ERRORS, JoseKeySource
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey
from servicekit import operation


class EncryptJweRequest(JoseKeySource):
    text: str = Field(description="The text to encrypt.")
    encoding: InputEncoding = "utf-8"
    algorithm: JweAlgorithm | None = Field(
        None, description="By default the one that a JWK names, or the usual one of the key."
    )
    content_encryption: JweContent = Field(default="A256GCM", description="Cipher of the content (`enc`).")
    key_id: str | None = Field(None, description="Stands in the header as 'kid'.")


class EncryptJweResult(BaseModel):
    token: str = Field(description="The token in compact form: parts of base64url, separated by dots.")
    algorithm: JweAlgorithm = Field(description="How the key of the content is protected (`alg`).")


@operation(
    "/jwe/encrypt",
    errors=[*JOSE_KEY_ERRORS, AlgorithmNotForKey],
    example={"text": "hello", "secret": "0123456789abcdef0123456789abcdef"},
    secret=True,
)
def encrypt_jwe(request: EncryptJweRequest) -> EncryptJweResult:
    key = request.jose_key("encrypt")
    algorithm = choose_key_algorithm(key, request.algorithm, request.content_encryption)
    header: dict[str, str] = {"alg": algorithm, "enc": request.content_encryption}
    if request.key_id is not None:
        header["kid"] = request.key_id
    token = encrypt_token(header, decode(request.text, request.encoding), key)
    return EncryptJweResult(token=token, algorithm=algorithm)
