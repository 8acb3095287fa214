"""Verify a JSON Web Signature (JWS) in compact form and return its text if it is valid."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, PlaintextIsBinary, present
from flowforge_crypto.core.jose.keys import JOSE_KEY_ERRORS, JoseKeySource
from flowforge_crypto.core.jose.signing import JwsAlgorithm, is_weak, verify_compact
from flowforge_crypto.core.jose.tokens import Failure, NotSigned
from servicekit import Inline, operation


class VerifyJwsRequest(JoseKeySource):
    token: Annotated[
        str,
        Field(
            max_length=2 << 20,
            description="The token in compact form: parts of base64url, separated by dots.",
        ),
    ]
    algorithms: list[JwsAlgorithm] | None = Field(None, description="Allow only these.")
    output: InputEncoding = Field("utf-8", description="Encoding of the text in the result.")


class VerifyJwsResult(BaseModel):
    valid: bool = Field(description="Whether the signature belongs to this token and key.")
    reason: Failure | None = Field(description="Why the token is not valid; null if it is.")
    text: str | None = Field(description="The signed text; null if the token is not valid.")
    header: dict[str, Any] | None = Field(
        description="Protected header of the token; null if the token is not valid."
    )
    weak: bool = Field(description="True if the secret is shorter than RFC 7518 requires: it may be guessed.")


@operation(
    "/jws/verify",
    errors=[*JOSE_KEY_ERRORS, PlaintextIsBinary],
    example={
        "token": "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09P"
        "GcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        "key": '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
    },
    run=Inline(max_bytes=4096),
    secret=True,
)
def verify_jws(request: VerifyJwsRequest) -> VerifyJwsResult:
    try:
        key = request.jose_key("verify")
        header, payload, _ = verify_compact(request.token, [key], request.algorithms)
    except NotSigned as refused:
        return VerifyJwsResult(valid=False, reason=refused.reason, text=None, header=None, weak=False)
    return VerifyJwsResult(
        valid=True,
        reason=None,
        text=present(payload, request.output),
        header=header,
        weak=is_weak(key, header["alg"]),
    )
