"""Sign a text as JSON Web Signature in compact form (RFC 7515)."""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.jose.keys import JoseKeySource
from flowforge_crypto.core.jose.signing import (
    AlgorithmNotForKey,
    JwsAlgorithm,
    NotSignable,
    choose_algorithm,
    sign_compact,
)
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import Inline, operation


class SignJwsRequest(JoseKeySource):
    text: str
    encoding: InputEncoding = "utf-8"
    algorithm: JwsAlgorithm | None = Field(None, description="By default the key's usual one.")
    header: dict[str, Any] = Field(default_factory=dict, description="More header fields, such as 'kid'.")


class SignJwsResult(BaseModel):
    token: str
    algorithm: JwsAlgorithm


@operation(
    "/jws/sign",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, AlgorithmNotForKey, NotSignable],
    example={"text": "hello", "secret": "a secret of at least thirty-two characters"},
    run=Inline(max_bytes=2048),
    secret=True,
)
def sign_jws(request: SignJwsRequest) -> SignJwsResult:
    key = request.jose_key()
    algorithm = choose_algorithm(key, request.algorithm)
    payload = decode(request.text, request.encoding)
    token = sign_compact({**request.header, "alg": algorithm}, payload, key)
    return SignJwsResult(token=token, algorithm=algorithm)
