"""The parts of a compact token before any of it is verified."""

import base64
import binascii
from typing import Any, Literal

from flowforge_crypto.core.encodings.strict_json import NotStrictJson, read_object

Failure = Literal["malformed", "algorithm", "key", "signature"]


class NotSigned(Exception):
    """The token is malformed, uses another algorithm, or its signature fits none of the keys."""

    def __init__(self, reason: Failure) -> None:
        self.reason: Failure = reason
        super().__init__(reason)


def read_header(token: str) -> dict[str, Any]:
    """Return the header of a compact token, unverified. Raises NotSigned("malformed")."""
    return read_part(token.strip().partition(".")[0])


def read_part(part: str) -> dict[str, Any]:
    """Return the JSON object in one base64url part of a token. Raises NotSigned("malformed")."""
    try:
        return read_object(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, NotStrictJson, ValueError) as error:
        raise NotSigned("malformed") from error
