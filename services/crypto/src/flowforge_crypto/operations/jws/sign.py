"""Sign a text as a JSON Web Signature (JWS) in compact form (RFC 7515)."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.strict_json import JsonObject
from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.jose.keys import JOSE_KEY_ERRORS, JoseKeySource
from flowforge_crypto.core.jose.signing import (
    AlgorithmNotForKey,
    JwsAlgorithm,
    NotSignable,
    SecretTooShort,
    choose_algorithm,
    sign_compact,
)
from servicekit import Inline, operation


class SignJwsRequest(JoseKeySource):
    text: str = Field(description="The text to sign.")
    encoding: InputEncoding = "utf-8"
    algorithm: JwsAlgorithm | None = Field(
        None, description="By default the one that a JWK names, or the usual one of the key."
    )
    header: JsonObject = Field(default_factory=dict, description="More header fields, such as 'kid'.")


class SignJwsResult(BaseModel):
    token: str = Field(description="The token in compact form: parts of base64url, separated by dots.")
    algorithm: JwsAlgorithm = Field(description="Signature algorithm (`alg`).")


@operation(
    "/jws/sign",
    errors=[*JOSE_KEY_ERRORS, AlgorithmNotForKey, SecretTooShort, NotSignable],
    example={"text": "hello", "secret": "a secret of at least thirty-two characters"},
    run=Inline(max_bytes=2048),
    secret=True,
)
def sign_jws(request: SignJwsRequest) -> SignJwsResult:
    key = request.jose_key("sign")
    algorithm = choose_algorithm(key, request.algorithm)
    payload = decode(request.text, request.encoding)
    token = sign_compact({**request.header, "alg": algorithm}, payload, key)
    return SignJwsResult(token=token, algorithm=algorithm)
