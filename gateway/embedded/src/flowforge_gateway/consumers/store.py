"""The consumer file: add, list, rotate and revoke consumers and credentials."""

import fcntl
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from pydantic import ValidationError

from flowforge_gateway.catalog import load_services, load_tiers
from flowforge_gateway.consumers.credentials import new_jwt, new_key, new_login
from flowforge_gateway.consumers.records import (
    Algorithm,
    Consumer,
    ConsumerFile,
    ConsumerRecord,
    EndedKey,
    JwtRecord,
    KeyRecord,
    ended,
    shown,
)
from flowforge_gateway.consumers.tokens import sign_token
from flowforge_gateway.errors import (
    ConsumerExists,
    InvalidConsumer,
    InvalidConsumerFile,
    NoSigningKey,
    NoSuchConsumer,
)
from flowforge_gateway.files import OWNER_ONLY, write_private_file

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_RESERVED = frozenset({"anonymous"})
_REMEMBERED_KEYS = 500  # of those that have ended


@dataclass(frozen=True)
class IssuedKey:
    """A new API key, returned only once."""

    consumer: Consumer
    key: str
    expires: datetime | None


@dataclass(frozen=True)
class IssuedLogin:
    """A new user name and password for Basic authentication, returned only once."""

    consumer: Consumer
    username: str
    password: str
    expires: datetime | None


@dataclass(frozen=True)
class IssuedJwt:
    """A new JWT credential: a token carries *issuer* as `iss` and is signed with *algorithm*."""

    consumer: Consumer
    issuer: str
    algorithm: Algorithm
    expires: datetime | None


class ConsumerStore:
    """Stores consumers in the file *path*, which is created when needed and may be shared by processes."""

    def __init__(self, path: Path, *, kong_file: Path | None = None) -> None:
        self._path = path
        self._kong_file = kong_file

    def list(self) -> tuple[Consumer, ...]:
        """List the consumers in the order in which they were added."""
        return tuple(shown(record) for record in self.records())

    def get(self, name: str) -> Consumer:
        """Return the consumer called *name*; raise NoSuchConsumer."""
        return shown(_find(self.records(), name))

    def add(
        self,
        name: str,
        *,
        tier: str = "free",
        services: tuple[str, ...] = (),
        expires: datetime | None = None,
    ) -> IssuedKey:
        """Add a consumer with one API key, for *services* only (empty: all). Raises ConsumerExists."""
        now = _now()
        self._check(name, tier, services, expires)
        key = new_key(now, expires)
        record = ConsumerRecord(
            id=str(uuid4()), name=name, tier=tier, services=services, created=now, keys=(key,)
        )
        with self._locked() as file:
            if any(other.name == name for other in file.consumers):
                raise ConsumerExists(f"{name!r} exists: rotate its key, or revoke it first")
            self._write(file, (*file.consumers, record))
        return IssuedKey(shown(record), key.secret, expires)

    def rotate(
        self, name: str, *, grace: timedelta = timedelta(hours=24), expires: datetime | None = None
    ) -> IssuedKey:
        """Issue a new key. Old keys stay valid for at most *grace*. Raises NoSuchConsumer."""
        now = _now()
        _check_expiry(expires)
        key = new_key(now, expires)

        with self._locked() as file:
            record = _find(file.consumers, name)
            old = tuple(_ending(it, now + grace) for it in record.keys)
            alive = tuple(it for it in old if it.expires and it.expires > now)
            gone = tuple(ended(it, "expired", now) for it in old if it not in alive)
            changed = record.model_copy(update={"keys": (*alive, key)})
            self._write(file, _replaced(file.consumers, changed), gone)
        return IssuedKey(shown(changed), key.secret, expires)

    def revoke(self, name: str) -> None:
        """Remove the consumer and all its credentials. Raises NoSuchConsumer."""
        with self._locked() as file:
            gone = _find(file.consumers, name)
            rest = tuple(record for record in file.consumers if record is not gone)
            self._write(file, rest, tuple(ended(key, "revoked", _now()) for key in gone.keys))

    def update(
        self, name: str, *, tier: str | None = None, services: tuple[str, ...] | None = None
    ) -> Consumer:
        """Change a consumer's tier or services. Raises NoSuchConsumer."""

        def moved(record: ConsumerRecord) -> ConsumerRecord:
            new_tier = record.tier if tier is None else tier
            new_services = record.services if services is None else services
            self._check(name, new_tier, new_services, None)
            return record.model_copy(update={"tier": new_tier, "services": new_services})

        return self._change(name, moved)

    def add_login(
        self, name: str, *, username: str | None = None, expires: datetime | None = None
    ) -> IssuedLogin:
        """Add a user name (by default the consumer's name) and a password."""
        _check_expiry(expires)
        login = new_login(username or name, _now(), expires)
        if ":" in login.username or not login.username.isprintable():
            raise InvalidConsumer("a user name must be printable and without colons")
        with self._locked() as file:
            if any(it.username == login.username for record in file.consumers for it in record.logins):
                raise ConsumerExists(f"the user name {login.username!r} is taken")
            changed = _find(file.consumers, name)
            changed = changed.model_copy(update={"logins": (*changed.logins, login)})
            self._write(file, _replaced(file.consumers, changed))
        return IssuedLogin(shown(changed), login.username, login.password, expires)

    def add_jwt(
        self,
        name: str,
        *,
        algorithm: Algorithm = "HS256",
        public_key: str | None = None,
        expires: datetime | None = None,
    ) -> IssuedJwt:
        """Add a JWT credential. `token` signs tokens for it unless *public_key* (PEM) is given."""
        _check_expiry(expires)
        jwt = new_jwt(algorithm, public_key, _now(), expires)
        consumer = self._change(name, lambda record: record.model_copy(update={"jwts": (*record.jwts, jwt)}))
        return IssuedJwt(consumer, jwt.issuer, algorithm, expires)

    def token(self, name: str, *, lifetime: timedelta = timedelta(hours=1)) -> str:
        """Sign a JSON Web Token with the consumer's newest JWT credential. Raises NoSigningKey."""
        now = _now()
        for jwt in reversed(_find(self.records(), name).jwts):
            if _can_sign(jwt, now):
                return sign_token(jwt, now, lifetime)
        raise NoSigningKey(f"{name!r} has no JWT credential with a stored signing key: add one first")

    def records(self) -> tuple[ConsumerRecord, ...]:
        """Read the consumers, secrets included: for rendering only."""
        return self._read().consumers

    def ended_keys(self, now: datetime) -> tuple[EndedKey, ...]:
        """Return the latest keys that are no longer valid at *now*, the newest last."""
        file = self._read()
        expired = (
            ended(key, "expired", key.expires)
            for record in file.consumers
            for key in record.keys
            if key.expires is not None and key.expires <= now
        )
        return tuple(sorted((*file.ended_keys, *expired), key=lambda it: it.ended))[-_REMEMBERED_KEYS:]

    def _read(self) -> ConsumerFile:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return ConsumerFile()
        try:
            return ConsumerFile.model_validate_json(content)
        except ValidationError as error:
            raise InvalidConsumerFile(
                f"{self._path} is not a valid consumer file: {_places(error)}"
            ) from error

    def _change(self, name: str, change: Callable[[ConsumerRecord], ConsumerRecord]) -> Consumer:
        with self._locked() as file:
            changed = change(_find(file.consumers, name))
            self._write(file, _replaced(file.consumers, changed))
        return shown(changed)

    def _check(self, name: str, tier: str, services: tuple[str, ...], expires: datetime | None) -> None:
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise InvalidConsumer(
                f"{name!r} is not a consumer name: use 1 to 63 of a-z 0-9 . _ - and not 'anonymous'"
            )
        tiers = [known.name for known in load_tiers(self._kong_file)]
        if tier not in tiers:
            raise InvalidConsumer(f"{tier!r} is not a tier: use one of {', '.join(tiers)}")
        known_services = [known.name for known in load_services(self._kong_file)]
        for service in services:
            if service not in known_services:
                raise InvalidConsumer(
                    f"{service!r} is not a service: use some of {', '.join(known_services)}"
                )
        _check_expiry(expires)

    @contextmanager
    def _locked(self) -> Iterator[ConsumerFile]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = self._path.with_name(f".{self._path.name}.lock")
        with lock.open("w") as held:
            lock.chmod(OWNER_ONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
            yield self._read()

    def _write(
        self, before: ConsumerFile, records: tuple[ConsumerRecord, ...], gone: tuple[EndedKey, ...] = ()
    ) -> None:
        remembered = (*before.ended_keys, *gone)[-_REMEMBERED_KEYS:]
        content = ConsumerFile(consumers=records, ended_keys=remembered).model_dump_json(indent=1)
        write_private_file(self._path, content.encode())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _find(records: tuple[ConsumerRecord, ...], name: str) -> ConsumerRecord:
    for record in records:
        if record.name == name:
            return record
    raise NoSuchConsumer(f"there is no consumer {name!r}")


def _replaced(records: tuple[ConsumerRecord, ...], changed: ConsumerRecord) -> tuple[ConsumerRecord, ...]:
    return tuple(changed if record.id == changed.id else record for record in records)


def _ending(key: KeyRecord, latest: datetime) -> KeyRecord:
    expires = latest if key.expires is None else min(key.expires, latest)
    return key.model_copy(update={"expires": expires})


def _can_sign(jwt: JwtRecord, now: datetime) -> bool:
    return bool(jwt.secret or jwt.private_key) and (jwt.expires is None or jwt.expires > now)


def _check_expiry(expires: datetime | None) -> None:
    if expires is None:
        return
    if expires.tzinfo is None:
        raise InvalidConsumer("an expiry date needs a time zone")
    if expires <= _now():
        raise InvalidConsumer(f"the expiry date {expires.isoformat()} has passed")


def _places(error: ValidationError) -> str:
    # Neither the values nor pydantic's own text: both would quote secrets.
    return "; ".join(
        f"{'.'.join(str(part) for part in item['loc']) or 'content'}: {item['type']}"
        for item in error.errors(include_input=False)
    )
