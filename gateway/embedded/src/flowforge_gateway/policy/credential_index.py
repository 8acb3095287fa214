"""Index of consumers by credential. Keys and passwords are stored as hashes only."""

import hmac
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from flowforge_gateway.counters.windows import Limits, LimitStatus
from flowforge_gateway.declaration.entities import Consumer, Declaration
from flowforge_gateway.declaration.plugins import RateLimiting
from flowforge_gateway.policy.failures import (
    EXPIRED_KEY,
    REVOKED_KEY,
    UNKNOWN_KEY,
    WRONG_LOGIN,
    Failure,
)
from flowforge_gateway.policy.identity import consumer_headers, transformed
from flowforge_gateway.policy.replies import allow, finish
from flowforge_gateway.policy.signatures import Verifier, verifier
from flowforge_gateway.render import ENDED_TAGS, EXPIRY_TAG

Clock = Callable[[], float]
_NEVER = float("inf")
_BEARER, _LOWER_BEARER = "Bearer ", "bearer "
_FAILURES = {"expired": EXPIRED_KEY, "revoked": REVOKED_KEY}


@dataclass(frozen=True, slots=True)
class Caller:
    """A consumer as decisions use it."""

    id: str
    name: str
    groups: frozenset[str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Grant:
    """A credential of a caller, with the precomputed response headers for admitted requests."""

    caller: Caller
    head: bytes
    expires: float

    def admit(self, status: LimitStatus) -> bytes:
        """Return the response for Envoy that admits a request, with a lease if there is one."""
        if status.lease is None:
            return finish(self.head, status.lines)
        identity = self.head.partition(b"\r\n")[2]
        return finish(self.head, status.lines + status.lease.encode(identity, self.expires))


@dataclass(frozen=True, slots=True)
class Signed:
    """A JWT credential: the grant applies to tokens that pass the verifier."""

    grant: Grant
    verify: Verifier


class CredentialIndex:
    """Finds the consumer of a credential."""

    def __init__(self, declaration: Declaration, clock: Clock = time.time) -> None:
        self._clock = clock
        self._keys: dict[bytes, Grant] = {}
        self._logins: dict[str, tuple[bytes, Grant]] = {}
        self._issuers: dict[str, Signed] = {}
        self._ended: dict[bytes, Failure] = {}
        for consumer in declaration.consumers:
            if consumer.username == "anonymous":
                self._ended = dict(ended_keys(consumer.tags))
            else:
                self._index(consumer)

    def by_key(self, key: str) -> Grant | Failure:
        """Return the grant of *key*, which may have the form `Bearer KEY`, or why it is rejected."""
        if key[:7].lower() == "bearer ":
            key = _BEARER + key[7:]
        grant = self._keys.get(_digest(key))
        if grant is None:
            return self._ended.get(_digest(key.removeprefix(_BEARER)), UNKNOWN_KEY)
        return grant if self._alive(grant) else EXPIRED_KEY

    def by_login(self, authorization: str) -> Grant | Failure:
        """Return the grant of `Authorization: Basic ...`, or why it is rejected."""
        encoded = authorization.partition(" ")[2]
        try:
            username, _, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (NotBase64, UnicodeDecodeError):
            return WRONG_LOGIN
        expected, grant = self._logins.get(username, (b"", None))
        if grant is None or not hmac.compare_digest(expected, _digest(password)):
            return WRONG_LOGIN
        return self._alive(grant) or WRONG_LOGIN

    def by_issuer(self, issuer: str) -> Signed | None:
        """Return the JWT credential of *issuer*; None if it is unknown or expired."""
        signed = self._issuers.get(issuer)
        return signed if signed is not None and self._alive(signed.grant) else None

    def _alive(self, grant: Grant | None) -> Grant | None:
        return grant if grant is not None and grant.expires > self._clock() else None

    def _index(self, consumer: Consumer) -> None:
        caller = Caller(
            consumer.id,
            consumer.username,
            frozenset(acl.group for acl in consumer.acls),
            _limits(consumer),
        )
        added, removed = transformed(consumer)
        before = list(consumer_headers(consumer).items())
        after = [*added.items(), ("x-envoy-auth-headers-to-remove", ",".join(removed))]

        def grant(credential_id: str, tags: Iterable[str]) -> Grant:
            head = allow([*before, ("x-credential-identifier", credential_id), *after])
            return Grant(caller, head, _expiry(tags))

        for key in consumer.keyauth_credentials:
            if key.key.startswith(_LOWER_BEARER):  # for Kong, which compares letter by letter
                continue
            self._keys[_digest(key.key)] = grant(key.id, key.tags)
        for login in consumer.basicauth_credentials:
            self._logins[login.username] = (_digest(login.password), grant(login.username, login.tags))
        for jwt in consumer.jwt_secrets:
            self._issuers[jwt.key] = Signed(grant(jwt.key, jwt.tags), verifier(jwt))


def ended_keys(tags: Iterable[str]) -> Iterator[tuple[bytes, Failure]]:
    """Read the digests of keys that are no longer valid from the tags of the anonymous consumer."""
    for tag in tags:
        reason, _, digest = tag.partition(":")
        if reason in ENDED_TAGS:
            yield bytes.fromhex(digest), _FAILURES[reason]


def _limits(consumer: Consumer) -> Limits:
    config = next(it.config for it in consumer.plugins if isinstance(it, RateLimiting))
    return Limits.of(second=config.second, minute=config.minute, hour=config.hour, day=config.day)


def _expiry(tags: Iterable[str]) -> float:
    dates = (float(tag.removeprefix(EXPIRY_TAG)) for tag in tags if tag.startswith(EXPIRY_TAG))
    return min(dates, default=_NEVER)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
