"""Make the secret, the otpauth URI and the QR code with which a person sets up an authenticator app."""

import base64
import io
import secrets
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.one_time import InvalidOtpSecret, OtpAlgorithm, otpauth_uri, read_secret
from servicekit import RequestBody, operation

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^:]+$")]


class EnrollTotpRequest(RequestBody):
    account: Name = Field(description="Whose code it is, such as an e-mail address.")
    issuer: Name = Field(description="For what: the app shows it above the code.")
    secret: SecretStr | None = Field(None, description="Base32; by default 20 random bytes.")
    digits: Annotated[int, Field(ge=6, le=8)] = 6
    period_seconds: Annotated[int, Field(ge=15, le=300)] = 30
    algorithm: OtpAlgorithm = Field("sha1", description="Most authenticator apps know sha1 only.")


class EnrollTotpResult(BaseModel):
    secret: str
    uri: str
    qr_svg: str
    qr_png: str = Field(description="A data: URL, ready for an <img>.")


@operation(
    "/totp/enroll",
    errors=[InvalidOtpSecret],
    example={"account": "alice@example.com", "issuer": "Example"},
    secret=True,
)
def enroll_totp(request: EnrollTotpRequest) -> EnrollTotpResult:
    import segno  # noqa: PLC0415 - loaded by the first call that needs it

    raw = read_secret(request.secret.get_secret_value()) if request.secret else secrets.token_bytes(20)
    secret = base64.b32encode(raw).decode("ascii").rstrip("=")
    uri = otpauth_uri(
        "totp",
        request.account,
        request.issuer,
        secret=secret,
        algorithm=request.algorithm.upper(),
        digits=request.digits,
        period=request.period_seconds,
    )
    code = segno.make(uri, error="m", micro=False)
    svg = io.BytesIO()
    code.save(svg, kind="svg", scale=6, xmldecl=False)
    return EnrollTotpResult(
        secret=secret, uri=uri, qr_svg=svg.getvalue().decode("utf-8"), qr_png=code.png_data_uri(scale=6)
    )
