"""Verify a JSON Web Signature in compact form, and show its text only if it is valid."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import InputEncoding, PlaintextIsBinary, UndecodableText, present
from flowforge_crypto.core.jose.keys import JoseKeySource
from flowforge_crypto.core.jose.signing import JwsAlgorithm, NotSigned, verify_compact
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import Inline, operation


class VerifyJwsRequest(JoseKeySource):
    token: Annotated[str, Field(max_length=2 << 20)]
    algorithms: list[JwsAlgorithm] | None = Field(None, description="Allow only these.")
    output: InputEncoding = Field("utf-8", description="How the answer writes the text.")


class VerifyJwsResult(BaseModel):
    valid: bool
    reason: Literal["malformed", "algorithm", "key", "signature"] | None
    text: str | None
    header: dict[str, Any] | None


@operation(
    "/jws/verify",
    errors=[UndecodableText, UnreadableKey, EncryptedKey, UnsuitableKey, PlaintextIsBinary],
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
        header, payload = verify_compact(request.token, [request.jose_key()], request.algorithms)
    except NotSigned as refused:
        return VerifyJwsResult(valid=False, reason=refused.reason, text=None, header=None)
    return VerifyJwsResult(valid=True, reason=None, text=present(payload, request.output), header=header)
