"""Render kong.yml, the consumers and the gateway secret into the one file that a gateway loads."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid5

import orjson

from flowforge_gateway.catalog import Tier, default_kong_file, load_tiers, read_declaration
from flowforge_gateway.consumers.records import ConsumerRecord, EndedKey, EndReason, JwtRecord, KeyRecord
from flowforge_gateway.consumers.store import ConsumerStore
from flowforge_gateway.declaration.document import load
from flowforge_gateway.errors import InvalidDeclaration
from flowforge_gateway.files import write_private_file

SECRET_PLACEHOLDER = "@GATEWAY_SECRET@"  # noqa: S105 - the place of a secret, not one
EXPIRY_TAG = "expires:"
ENDED_TAGS: tuple[EndReason, ...] = get_args(
    EndReason
)  # on the anonymous consumer: `revoked:<digest of a key>`
_MINIMUM_SECRET_LENGTH = 16


@dataclass(frozen=True)
class Rendered:
    """The result of `render`."""

    path: Path
    consumers: int
    changed: bool
    next_expiry: datetime | None  # render again then: Kong itself knows no expiry date


def render(
    consumers: Path,
    destination: Path,
    *,
    gateway_secret: str,
    redis_password: str | None = None,
    kong_file: Path | None = None,
    now: datetime | None = None,
) -> Rendered:
    """Write the declarative file for Kong and the embedded gateway: JSON, mode 0600, replaced atomically.

    *gateway_secret* (16 characters or more) is what services believe identity headers by, *redis_password*
    that of the Redis with the counters. Credentials that have expired are left out. A destination that holds
    the same already is not touched.
    """
    if len(gateway_secret) < _MINIMUM_SECRET_LENGTH or not gateway_secret.isalnum():
        raise InvalidDeclaration("the gateway secret needs 16 letters and digits or more")
    load(kong_file or default_kong_file())  # a mistake is named with its line, before any gateway meets it
    moment = now or datetime.now(UTC)
    store = ConsumerStore(consumers, kong_file=kong_file)
    records, ended = store.records(), store.ended_keys(moment)
    declaration = {key: value for key, value in read_declaration(kong_file).items() if key != "_ignore"}
    declaration["consumers"] = [
        *(_with_ended(consumer, ended) for consumer in declaration.get("consumers", [])),
        *_consumers(records, load_tiers(kong_file), _Secrets(gateway_secret, redis_password), moment),
    ]
    content = orjson.dumps(declaration, option=orjson.OPT_APPEND_NEWLINE)
    changed = not destination.exists() or destination.read_bytes() != content
    if changed:
        write_private_file(destination, content)
    return Rendered(destination, len(records), changed, _next_expiry(records, moment))


def _with_ended(consumer: dict[str, Any], ended: Iterable[EndedKey]) -> dict[str, Any]:
    """List ended keys in the anonymous consumer's tags, so that the embedded gateway can explain a 401."""
    if consumer["username"] != "anonymous":
        return consumer
    return {**consumer, "tags": [f"{key.reason}:{key.sha256}" for key in ended]}


@dataclass(frozen=True)
class _Secrets:
    gateway: str
    redis_password: str | None


def _consumers(
    records: tuple[ConsumerRecord, ...], tiers: tuple[Tier, ...], secrets: _Secrets, now: datetime
) -> list[dict[str, Any]]:
    plugins = {tier.name: _with_secrets(tier.plugins, secrets) for tier in tiers}
    return [_consumer(record, plugins[record.tier], now) for record in records]


def _consumer(record: ConsumerRecord, plugins: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": record.id,
        "username": record.name,
        "custom_id": record.id,
        "acls": [{"group": group} for group in record.services or ("all",)],
        "keyauth_credentials": [
            credential
            for key in record.keys
            if _alive(key.expires, now)
            for credential in _header_and_bearer(key)
        ],
        "basicauth_credentials": [
            {"id": it.id, "username": it.username, "password": it.password, **_tags(it.expires)}
            for it in record.logins
            if _alive(it.expires, now)
        ],
        "jwt_secrets": [_jwt(it) for it in record.jwts if _alive(it.expires, now)],
        "plugins": plugins,
    }


def _header_and_bearer(key: KeyRecord) -> Iterator[dict[str, Any]]:
    """Accept the same key as X-API-Key and as `Authorization: Bearer`, as OpenAI-style clients send it.

    Kong compares letter by letter, so the scheme in lower case is a credential of its own.
    """
    tags = _tags(key.expires)
    yield {"id": key.id, "key": key.secret, **tags}
    for scheme in ("Bearer", "bearer"):
        scheme_id = uuid5(UUID(key.id), "bearer" if scheme == "Bearer" else "lower-case bearer")
        yield {"id": str(scheme_id), "key": f"{scheme} {key.secret}", **tags}


def _jwt(record: JwtRecord) -> dict[str, Any]:
    material = {"secret": record.secret} if record.secret else {"rsa_public_key": record.public_key}
    return {
        "id": record.id,
        "key": record.issuer,
        "algorithm": record.algorithm,
        **material,
        **_tags(record.expires),
    }


def _tags(expires: datetime | None) -> dict[str, list[str]]:
    return {} if expires is None else {"tags": [f"{EXPIRY_TAG}{int(expires.timestamp())}"]}


def _with_secrets(plugins: tuple[dict[str, Any], ...], secrets: _Secrets) -> Any:
    content = orjson.dumps(copy.deepcopy(plugins)).decode()
    rendered = orjson.loads(content.replace(SECRET_PLACEHOLDER, secrets.gateway))
    if secrets.redis_password is not None:
        for plugin in rendered:
            if plugin["name"] == "rate-limiting":
                plugin["config"]["redis"]["password"] = secrets.redis_password
    return rendered


def _alive(expires: datetime | None, now: datetime) -> bool:
    return expires is None or expires > now


def _next_expiry(records: tuple[ConsumerRecord, ...], now: datetime) -> datetime | None:
    dates = (
        credential.expires
        for record in records
        for credential in (*record.keys, *record.logins, *record.jwts)
        if credential.expires is not None and credential.expires > now
    )
    return min(dates, default=None)
