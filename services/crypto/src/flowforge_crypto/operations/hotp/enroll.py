"""Create a HOTP secret with its otpauth URI and QR code.

Keep the counter beside the secret: it begins where the app's does.
"""

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


class EnrollHotpRequest(EnrollRequest):
    counter: Annotated[int, Field(ge=0, lt=1 << 62, description="First value of the counter.")] = 0


@operation(
    "/hotp/enroll",
    errors=[InvalidOtpSecret, LabelTooLong],
    example={"account": "alice@example.com", "issuer": "Example"},
    secret=True,
)
def enroll_hotp(request: EnrollHotpRequest) -> EnrollResult:
    return enroll("hotp", request, counter=request.counter)
