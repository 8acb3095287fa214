"""Create a TOTP secret with its otpauth URI and QR code, to set up an authenticator app."""

from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.passwords.one_time import (
    EnrollRequest,
    EnrollResult,
    InvalidOtpSecret,
    LabelTooLong,
    enroll,
)
from servicekit import operation


class EnrollTotpRequest(EnrollRequest):
    period_seconds: Annotated[
        int, Field(ge=15, le=300, description="How long each password is valid; most apps expect 30.")
    ] = 30


@operation(
    "/totp/enroll",
    errors=[InvalidOtpSecret, LabelTooLong],
    example={"account": "alice@example.com", "issuer": "Example"},
    secret=True,
)
def enroll_totp(request: EnrollTotpRequest) -> EnrollResult:
    return enroll("totp", request, period=request.period_seconds)
