"""One-time passwords: HOTP (RFC 4226), TOTP (RFC 6238), and the URI that authenticator apps read."""

import base64
import binascii
import hmac
import io
import secrets
from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from pydantic import BaseModel, Field, SecretStr

from servicekit import InvalidInput, RequestBody

OtpAlgorithm = Literal["sha1", "sha256", "sha512"]
Code = Annotated[str, Field(pattern=r"^[0-9 ]{6,10}$", description="Code that the user entered.")]
MIN_SECRET_BYTES = 10
MAX_SECRET_BYTES = 128


class InvalidOtpSecret(InvalidInput):
    code = "OTP_SECRET_INVALID"
    message = (
        "'secret' is not base32 of 10 to 128 bytes (16 to 205 characters), as authenticator apps take it."
    )


class OtpRequest(RequestBody):
    secret: SecretStr = Field(description="Base32, as in the otpauth URI.")
    digits: Annotated[
        int, Field(ge=6, le=8, description="Length of the one-time password; most apps use 6.")
    ] = 6
    algorithm: OtpAlgorithm = Field("sha1", description="Most authenticator apps support sha1 only.")

    def secret_bytes(self) -> bytes:
        """Return the secret's bytes. Raises InvalidOtpSecret."""
        return read_secret(self.secret.get_secret_value())


OtpName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^:]+$")]


class EnrollRequest(RequestBody):
    """Whose codes they shall be, and of what kind."""

    account: OtpName = Field(description="Account name, such as an e-mail address.")
    issuer: OtpName = Field(description="Issuer, which the app shows above the code.")
    secret: SecretStr | None = Field(None, description="Base32; by default 20 random bytes.")
    digits: Annotated[
        int, Field(ge=6, le=8, description="Length of each one-time password; most apps expect 6.")
    ] = 6
    algorithm: OtpAlgorithm = Field("sha1", description="Most authenticator apps support sha1 only.")

    def secret_text(self) -> str:
        """Return the secret in base32, a fresh one if none was given. Raises InvalidOtpSecret."""
        raw = read_secret(self.secret.get_secret_value()) if self.secret else secrets.token_bytes(20)
        return base64.b32encode(raw).decode("ascii").rstrip("=")


class EnrollResult(BaseModel):
    secret: str = Field(description="The shared secret in base32; store it for verification.")
    uri: str = Field(description="The otpauth URI that authenticator apps read.")
    qr_svg: str = Field(description="QR code of the URI as an SVG document.")
    qr_png: str = Field(description="A data: URL, ready for an <img>.")


def read_secret(text: str) -> bytes:
    """Return the bytes of a base32 secret; however it is grouped. Raises InvalidOtpSecret."""
    compact = "".join(text.split()).replace("-", "").rstrip("=").upper()
    try:
        secret = base64.b32decode(compact + "=" * (-len(compact) % 8))
    except (binascii.Error, ValueError) as error:
        raise InvalidOtpSecret from error
    if not MIN_SECRET_BYTES <= len(secret) <= MAX_SECRET_BYTES:
        raise InvalidOtpSecret
    return secret


def hotp(secret: bytes, counter: int, digits: int, algorithm: OtpAlgorithm) -> str:
    """Return the code for *counter* (RFC 4226, section 5.3)."""
    mac = hmac.digest(secret, counter.to_bytes(8, "big"), algorithm)
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_counter(
    secret: bytes, code: str, counters: Iterable[int], digits: int, algorithm: OtpAlgorithm
) -> int | None:
    """Return the counter that *code* belongs to; the time it takes tells nothing of which."""
    given = code.replace(" ", "").encode()
    found = None
    for counter in counters:
        if hmac.compare_digest(hotp(secret, counter, digits, algorithm).encode(), given) and found is None:
            found = counter
    return found


class LabelTooLong(InvalidInput):
    code = "OTP_LABEL_TOO_LONG"
    message = "'account' and 'issuer' are too long for a QR code."


def enroll(kind: Literal["totp", "hotp"], request: EnrollRequest, **moving: int) -> EnrollResult:
    """Make the secret, the URI and its QR code; *moving* is the period or the counter.

    Raises InvalidOtpSecret, LabelTooLong.
    """
    import segno  # noqa: PLC0415 - loaded by the first call that needs it

    secret = request.secret_text()
    known: dict[str, str | int] = {
        "secret": secret,
        "algorithm": request.algorithm.upper(),
        "digits": request.digits,
    }
    uri = otpauth_uri(kind, request.account, request.issuer, **known, **moving)
    try:
        code = segno.make(uri, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise LabelTooLong from error
    svg = io.BytesIO()
    code.save(svg, kind="svg", scale=6, xmldecl=False)
    picture = svg.getvalue().decode("utf-8")
    return EnrollResult(secret=secret, uri=uri, qr_svg=picture, qr_png=code.png_data_uri(scale=6))


def otpauth_uri(kind: Literal["totp", "hotp"], account: str, issuer: str, **parameters: str | int) -> str:
    """Return the key URI that authenticator apps read from a QR code."""
    label = quote(f"{issuer}:{account}" if issuer else account, safe=":@")
    named = {**parameters, **({"issuer": issuer} if issuer else {})}
    return f"otpauth://{kind}/{label}?{urlencode(named, quote_via=quote)}"
