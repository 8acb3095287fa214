"""Identifiers that need no register: UUID (RFC 9562) and ULID."""

import secrets
import time
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7(milliseconds: int | None = None, randomness: int | None = None) -> uuid.UUID:
    """Return a UUID that sorts by time: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562, 5.7)."""
    timestamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random_bits = secrets.randbits(74) if randomness is None else randomness
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return uuid.UUID(int=timestamp << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def ulid(milliseconds: int | None = None, randomness: int | None = None) -> str:
    """Return a ULID: 48 bits of Unix milliseconds, then 80 random bits, in Crockford's base 32."""
    timestamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    value = timestamp << 80 | (secrets.randbits(80) if randomness is None else randomness)
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))
