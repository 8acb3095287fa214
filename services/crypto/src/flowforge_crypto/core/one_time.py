"""One-time passwords: HOTP (RFC 4226), TOTP (RFC 6238), and the URI that authenticator apps read."""

import base64
import binascii
import hmac
from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from pydantic import Field, SecretStr

from servicekit import InvalidInput, RequestBody

OtpAlgorithm = Literal["sha1", "sha256", "sha512"]
Code = Annotated[str, Field(pattern=r"^[0-9 ]{6,10}$", description="What the person typed.")]
MIN_SECRET_BYTES = 10


class InvalidOtpSecret(InvalidInput):
    code = "OTP_SECRET_INVALID"
    message = "'secret' is not base32 of at least 10 bytes (16 characters), as authenticator apps take it."


class OtpRequest(RequestBody):
    secret: SecretStr = Field(description="Base32, as in the otpauth URI.")
    digits: Annotated[int, Field(ge=6, le=8)] = 6
    algorithm: OtpAlgorithm = Field("sha1", description="Most authenticator apps know sha1 only.")

    def secret_bytes(self) -> bytes:
        """Return the secret's bytes. Raises InvalidOtpSecret."""
        return read_secret(self.secret.get_secret_value())


def read_secret(text: str) -> bytes:
    """Return the bytes of a base32 secret; however it is grouped. Raises InvalidOtpSecret."""
    compact = text.replace(" ", "").replace("-", "").rstrip("=").upper()
    try:
        secret = base64.b32decode(compact + "=" * (-len(compact) % 8))
    except (binascii.Error, ValueError) as error:
        raise InvalidOtpSecret from error
    if len(secret) < MIN_SECRET_BYTES:
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


def otpauth_uri(kind: Literal["totp", "hotp"], account: str, issuer: str, **parameters: str | int) -> str:
    """Return the key URI that authenticator apps read from a QR code."""
    label = quote(f"{issuer}:{account}" if issuer else account, safe=":@")
    named = {**parameters, **({"issuer": issuer} if issuer else {})}
    return f"otpauth://{kind}/{label}?{urlencode(named, quote_via=quote)}"
