"""Compute the counter-based one-time password (HOTP) of a counter (RFC 4226)."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret, OtpRequest, hotp
from servicekit import Inline, operation


class GenerateHotpRequest(OtpRequest):
    counter: Annotated[int, Field(ge=0, lt=1 << 63, description="Counter that the password belongs to.")]


class GenerateHotpResult(BaseModel):
    code: str = Field(description="The one-time password, with leading zeros.")


@operation(
    "/hotp/generate",
    errors=[InvalidOtpSecret],
    example={"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "counter": 0},
    run=Inline(),
    secret=True,
)
def generate_hotp(request: GenerateHotpRequest) -> GenerateHotpResult:
    return GenerateHotpResult(
        code=hotp(request.secret_bytes(), request.counter, request.digits, request.algorithm)
    )
