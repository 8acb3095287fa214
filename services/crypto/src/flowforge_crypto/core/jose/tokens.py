"""What a token says of itself, before anything of it is verified."""

import base64
import binascii
import json
from typing import Any

from flowforge_crypto.core.jose.signing import NotSigned


def read_header(token: str) -> dict[str, Any]:
    """Return the header of a compact token, unverified. Raises NotSigned("malformed")."""
    return read_part(token.strip().partition(".")[0])


def read_part(part: str) -> dict[str, Any]:
    """Return the JSON object in one base64url part of a token. Raises NotSigned("malformed")."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        document = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise NotSigned("malformed") from error
    if not isinstance(document, dict):
        raise NotSigned("malformed")
    return document
