"""Compute the time-based one-time password (TOTP) for now or another time (RFC 6238)."""

import time
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.one_time import InvalidOtpSecret, OtpRequest, hotp
from servicekit import Inline, operation


class GenerateTotpRequest(OtpRequest):
    period_seconds: Annotated[
        int, Field(ge=15, le=300, description="How long each password is valid; most apps use 30.")
    ] = 30
    at: Annotated[int, Field(ge=0, lt=1 << 40)] | None = Field(None, description="Unix time; by default now.")


class GenerateTotpResult(BaseModel):
    code: str = Field(description="The one-time password, with leading zeros.")
    expires_in_seconds: int = Field(description="How long this password is still valid.")


@operation(
    "/totp/generate",
    errors=[InvalidOtpSecret],
    example={"secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"},
    run=Inline(),
    secret=True,
)
def generate_totp(request: GenerateTotpRequest) -> GenerateTotpResult:
    now = int(time.time()) if request.at is None else request.at
    code = hotp(request.secret_bytes(), now // request.period_seconds, request.digits, request.algorithm)
    return GenerateTotpResult(
        code=code, expires_in_seconds=request.period_seconds - now % request.period_seconds
    )
