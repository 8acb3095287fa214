"""Verify a time-based one-time password (TOTP), with tolerance for clock drift (RFC 6238, 5.2)."""

import time
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.one_time import Code, InvalidOtpSecret, OtpRequest, matching_counter
from servicekit import Inline, operation


class VerifyTotpRequest(OtpRequest):
    code: Code
    period_seconds: Annotated[
        int, Field(ge=15, le=300, description="How long each password is valid; most apps use 30.")
    ] = 30
    window: Annotated[
        int, Field(ge=0, le=10, description="Number of periods before and after that are accepted.")
    ] = 1
    at: Annotated[int, Field(ge=0, lt=1 << 40)] | None = Field(None, description="Unix time; by default now.")
    after_counter: int | None = Field(
        None,
        description="The 'counter' of the last accepted code: it and older ones are refused.",
    )


class VerifyTotpResult(BaseModel):
    valid: bool = Field(description="Whether the password belongs to a time in the window.")
    counter: int | None = Field(description="Period of the code: store it as 'after_counter'.")


@operation(
    "/totp/verify",
    errors=[InvalidOtpSecret],
    example={"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "code": "287082", "at": 59},
    run=Inline(),
    secret=True,
)
def verify_totp(request: VerifyTotpRequest) -> VerifyTotpResult:
    now = int(time.time()) if request.at is None else request.at
    period = now // request.period_seconds
    least = -1 if request.after_counter is None else request.after_counter
    counters = [one for one in range(period - request.window, period + request.window + 1) if one > least]
    found = matching_counter(
        request.secret_bytes(), request.code, counters, request.digits, request.algorithm
    )
    return VerifyTotpResult(valid=found is not None, counter=found)
