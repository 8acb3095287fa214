"""Verify a counter-based one-time password (HOTP), with a look-ahead window (RFC 4226, 7.4)."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.one_time import Code, InvalidOtpSecret, OtpRequest, matching_counter
from servicekit import Inline, operation


class VerifyHotpRequest(OtpRequest):
    code: Code
    counter: Annotated[int, Field(ge=0, lt=1 << 62, description="The first counter that may still be used.")]
    look_ahead: Annotated[
        int, Field(ge=0, le=100, description="How many counter values after the expected one are accepted.")
    ] = 3


class VerifyHotpResult(BaseModel):
    valid: bool = Field(description="Whether the password belongs to a counter in the window.")
    next_counter: int = Field(description="Store it: the codes before it are used up.")


@operation(
    "/hotp/verify",
    errors=[InvalidOtpSecret],
    example={"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "code": "755224", "counter": 0},
    run=Inline(),
    secret=True,
)
def verify_hotp(request: VerifyHotpRequest) -> VerifyHotpResult:
    counters = range(request.counter, request.counter + request.look_ahead + 1)
    found = matching_counter(
        request.secret_bytes(), request.code, counters, request.digits, request.algorithm
    )
    return VerifyHotpResult(
        valid=found is not None, next_counter=request.counter if found is None else found + 1
    )
