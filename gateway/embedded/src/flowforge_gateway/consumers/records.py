"""Records of the consumer file, and their public view without secrets."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

Algorithm = Literal["HS256", "RS256", "ES256"]
CredentialKind = Literal["key", "basic", "jwt"]
EndReason = Literal["expired", "revoked"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _CredentialRecord(_Record):
    id: str
    created: datetime
    expires: datetime | None


class KeyRecord(_CredentialRecord):
    secret: str


class LoginRecord(_CredentialRecord):
    username: str
    password: str


class JwtRecord(_CredentialRecord):
    issuer: str
    algorithm: Algorithm
    secret: str | None  # HS256
    public_key: str | None  # PEM, RS256 and ES256
    private_key: str | None  # PEM, if the pair was made here


class ConsumerRecord(_Record):
    id: str  # made once and never reused: a name that is revoked and added again is another consumer
    name: str
    tier: str
    services: tuple[str, ...]  # empty: all
    created: datetime
    keys: tuple[KeyRecord, ...] = ()
    logins: tuple[LoginRecord, ...] = ()
    jwts: tuple[JwtRecord, ...] = ()


class EndedKey(_Record):
    """Digest of an expired or revoked key, kept so that its holder can be told why it is rejected."""

    sha256: str
    reason: EndReason
    ended: datetime


class ConsumerFile(_Record):
    version: Literal[1] = 1
    consumers: tuple[ConsumerRecord, ...] = ()
    ended_keys: tuple[EndedKey, ...] = ()  # the newest last


@dataclass(frozen=True)
class Credential:
    """A credential without its secret."""

    kind: CredentialKind
    id: str
    label: str  # the first letters of a key, the user name, or issuer and algorithm
    created: datetime
    expires: datetime | None


@dataclass(frozen=True)
class Consumer:
    """A consumer without secrets."""

    id: str
    name: str
    tier: str
    services: tuple[str, ...]
    created: datetime
    credentials: tuple[Credential, ...]


def ended(key: KeyRecord, reason: EndReason, moment: datetime) -> EndedKey:
    """Return the record of a key that has expired or was revoked."""
    return EndedKey(sha256=sha256(key.secret.encode()).hexdigest(), reason=reason, ended=moment)


def shown(record: ConsumerRecord) -> Consumer:
    """Return the public view of *record*."""
    credentials = (
        *(Credential("key", key.id, key.secret[:7] + "...", key.created, key.expires) for key in record.keys),
        *(Credential("basic", it.id, it.username, it.created, it.expires) for it in record.logins),
        *(
            Credential("jwt", it.id, f"{it.issuer} {it.algorithm}", it.created, it.expires)
            for it in record.jwts
        ),
    )
    return Consumer(record.id, record.name, record.tier, record.services, record.created, credentials)
