"""Password hashes in their usual text forms: Argon2 (PHC), bcrypt (modular crypt), scrypt (PHC)."""

import base64
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flowforge_crypto.core.encryption.passphrases import (
    MAX_ARGON2_WORK,
    MAX_SCRYPT_WORK,
    scrypt,
    scrypt_work,
)
from servicekit import InvalidInput, ResourceLimit

Scheme = Literal["argon2id", "bcrypt", "scrypt"]
BCRYPT_BYTES = 72
_SCRYPT = re.compile(
    r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{1,128})\$([A-Za-z0-9+/]{22,128})"
)
_BCRYPT = re.compile(r"\$2[abxy]\$(0[4-9]|[1-3]\d)\$[./A-Za-z0-9]{53}")
_ARGON2 = re.compile(
    r"\$argon2(?:id|i|d)\$v=\d+\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,10})\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+"
)


class UnknownPasswordHash(InvalidInput):
    code = "PASSWORD_HASH_UNKNOWN"
    message = "'hash' is not a supported password hash, such as $argon2id$..., $2b$... or $scrypt$..."


class PasswordHashTooCostly(ResourceLimit):
    code = "PASSWORD_HASH_TOO_COSTLY"
    message = "'hash' needs more than 256 MiB of memory or more time than one password may take here."


class PasswordTooLong(InvalidInput):
    code = "PASSWORD_TOO_LONG"
    message = "'password' has {size} bytes; this scheme uses only the first 72."


class SignExtendedHash(InvalidInput):
    code = "PASSWORD_HASH_SIGN_EXTENDED"
    message = (
        "'hash' begins with $2x$, a faulty form that differs beyond ASCII: only ASCII passwords can be "
        "checked against it. Let the user set the password again."
    )


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a hash says of itself: its scheme and its cost, in the scheme's own numbers."""

    scheme: Scheme
    cost: tuple[int, ...]


TARGETS: dict[Scheme, Parsed] = {
    "argon2id": Parsed("argon2id", (65_536, 3, 4)),  # RFC 9106, second option: KiB, passes, lanes
    "bcrypt": Parsed("bcrypt", (12,)),
    "scrypt": Parsed("scrypt", (17, 8, 1)),
}
_CEILINGS: dict[Scheme, tuple[int, ...]] = {
    "argon2id": (262_144, 16, 16),
    "bcrypt": (14,),
    "scrypt": (18, 8, 4),
}
_WORK: dict[Scheme, tuple[Callable[..., int], int]] = {
    "argon2id": (lambda memory, passes, _lanes: memory * passes, MAX_ARGON2_WORK),
    "bcrypt": (lambda log2_rounds: 1 << log2_rounds, 1 << 14),
    "scrypt": (scrypt_work, MAX_SCRYPT_WORK),
}


def parse(text: str) -> Parsed:
    """Read scheme and cost off a hash. Raises UnknownPasswordHash, PasswordHashTooCostly."""
    patterns: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
        ("argon2id", _ARGON2),
        ("bcrypt", _BCRYPT),
        ("scrypt", _SCRYPT),
    )
    for scheme, pattern in patterns:
        if match := pattern.fullmatch(text.strip()):
            places = len(TARGETS[scheme].cost)
            cost = tuple(int(number) for number in match.groups()[:places])
            if scheme == "scrypt" and cost[0] >= 16 * cost[1]:
                break  # no such scrypt: RFC 7914, section 2
            _require_affordable(scheme, cost)
            return Parsed(scheme, cost)
    raise UnknownPasswordHash


def hash_password(password: bytes, scheme: Scheme) -> str:
    """Return a salted hash of *password* at the recommended cost. Raises PasswordTooLong."""
    cost = TARGETS[scheme].cost
    if scheme == "argon2id":
        from argon2 import PasswordHasher  # noqa: PLC0415 - loaded by the first call that needs it

        memory, passes, lanes = cost
        return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes).hash(password)
    if scheme == "bcrypt":
        import bcrypt  # noqa: PLC0415 - loaded by the first call that needs it

        _require_whole(password)
        return bcrypt.hashpw(password, bcrypt.gensalt(cost[0])).decode("ascii")
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, cost, 32)
    log2_n, r, p = cost
    return f"$scrypt$ln={log2_n},r={r},p={p}${_text(salt)}${_text(digest)}"


def verify_password(password: bytes, text: str) -> bool:
    """Return whether *text* is a hash of *password*. Raises what `parse` does, and PasswordTooLong."""
    text = text.strip()
    parsed = parse(text)
    if parsed.scheme == "argon2id":
        from argon2 import PasswordHasher, exceptions  # noqa: PLC0415 - loaded by the first call that needs it

        try:
            return PasswordHasher().verify(text, password)
        except exceptions.VerifyMismatchError:
            return False
        except (exceptions.Argon2Error, exceptions.InvalidHashError) as error:
            raise UnknownPasswordHash from error
    if parsed.scheme == "bcrypt":
        import bcrypt  # noqa: PLC0415 - loaded by the first call that needs it

        _require_whole(password)
        if text.startswith("$2x$") and not password.isascii():
            raise SignExtendedHash
        return bcrypt.checkpw(password, text.encode("ascii"))
    salt, digest = text.split("$")[3:]
    expected = _bytes(digest)
    return hmac.compare_digest(_scrypt(password, _bytes(salt), parsed.cost, len(expected)), expected)


def needs_rehash(text: str, scheme: Scheme) -> bool:
    """Return whether *text* is of another scheme, an older form, or cheaper than recommended."""
    parsed, stripped = parse(text), text.strip()
    if parsed.scheme != scheme or stripped.startswith("$2x$"):
        return True
    if scheme == "argon2id" and not stripped.startswith("$argon2id$v=19$"):
        return True
    return any(has < wants for has, wants in zip(parsed.cost, TARGETS[scheme].cost, strict=True))


def _require_affordable(scheme: Scheme, cost: tuple[int, ...]) -> None:
    work, most = _WORK[scheme]
    if any(asked > limit for asked, limit in zip(cost, _CEILINGS[scheme], strict=True)) or work(*cost) > most:
        raise PasswordHashTooCostly


def _require_whole(password: bytes) -> None:
    if len(password) > BCRYPT_BYTES:
        raise PasswordTooLong(size=len(password))


def _scrypt(password: bytes, salt: bytes, cost: tuple[int, ...], length: int) -> bytes:
    log2_n, r, p = cost
    return scrypt(password, salt, (log2_n, r, p), length)


def _text(data: bytes) -> str:
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
