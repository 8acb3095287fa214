"""Keys that several tests may share, since large RSA keys take their time."""

from functools import cache
from typing import Any

from flowforge_crypto.core.keys.types import KeyType, generate


@cache
def key_of(key_type: KeyType) -> Any:
    """Return a private key of this type, always the same."""
    return generate(key_type)
