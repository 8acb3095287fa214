"""Consumers and their credentials, indexed. Keys and passwords are kept as hashes only."""

import hmac
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from flowforge_gateway.counters.windows import Limits
from flowforge_gateway.declaration.entities import Consumer, Declaration
from flowforge_gateway.declaration.plugins import RateLimiting
from flowforge_gateway.policy.identity import consumer_headers, transformed
from flowforge_gateway.policy.replies import allow
from flowforge_gateway.policy.signatures import Verifier, verifier
from flowforge_gateway.render import EXPIRY_TAG

Clock = Callable[[], float]
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Caller:
    """A consumer, as decisions need it."""

    id: str
    name: str
    groups: frozenset[str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Grant:
    """A credential of a caller: the answer that lets its requests pass is made beforehand."""

    caller: Caller
    head: bytes
    expires: float


@dataclass(frozen=True, slots=True)
class Signed:
    """A JWT credential: the grant counts for tokens that the verifier accepts."""

    grant: Grant
    verify: Verifier


class Callers:
    """Every credential of a declaration."""

    def __init__(self, declaration: Declaration, clock: Clock = time.time) -> None:
        self._clock = clock
        self._keys: dict[bytes, Grant] = {}
        self._logins: dict[str, tuple[bytes, Grant]] = {}
        self._issuers: dict[str, Signed] = {}
        for consumer in declaration.consumers:
            if consumer.username != "anonymous":
                self._index(consumer)

    def by_key(self, key: str) -> Grant | None:
        """Find who holds *key*; None for an unknown or expired one."""
        return self._alive(self._keys.get(_digest(key)))

    def by_login(self, authorization: str) -> Grant | None:
        """Find who sent this `Authorization: Basic ...`; None if it does not hold."""
        scheme, _, encoded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            username, _, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (NotBase64, UnicodeDecodeError):
            return None
        expected, grant = self._logins.get(username, (b"", None))
        if grant is None or not hmac.compare_digest(expected, _digest(password)):
            return None
        return self._alive(grant)

    def by_issuer(self, issuer: str) -> Signed | None:
        """Find the JWT credential of *issuer*; None for an unknown or expired one."""
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
            self._keys[_digest(key.key)] = grant(key.id, key.tags)
        for login in consumer.basicauth_credentials:
            self._logins[login.username] = (_digest(login.password), grant(login.username, login.tags))
        for jwt in consumer.jwt_secrets:
            self._issuers[jwt.key] = Signed(grant(jwt.key, jwt.tags), verifier(jwt))


def _limits(consumer: Consumer) -> Limits:
    config = next(it.config for it in consumer.plugins if isinstance(it, RateLimiting))
    return Limits.of(second=config.second, minute=config.minute, hour=config.hour, day=config.day)


def _expiry(tags: Iterable[str]) -> float:
    dates = (float(tag.removeprefix(EXPIRY_TAG)) for tag in tags if tag.startswith(EXPIRY_TAG))
    return min(dates, default=_NEVER)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
