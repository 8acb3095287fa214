"""What is kept under an Idempotency-Key: that a request runs, and then its answer."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import orjson

from servicekit.ports.store import Store, StoreConflict

KEEP_SECONDS = 24 * 3600.0
_SWEEP_EVERY = 256
_SWEPT = 100
_PREFIX = "idempotency/"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is sent again."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claimed:
    """This request runs. Its owner alone replaces the entry."""

    name: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class InFlight:
    """Another request under the same key runs."""


@dataclass(frozen=True, slots=True)
class Other:
    """The key belongs to another request."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """The request was performed, and its answer was too large to keep."""


Found = Kept | Claimed | InFlight | Other | NotKept


@dataclass(slots=True)
class Ledger:
    """Entries of one service. Its calls block: they belong on a thread."""

    seal_key: bytes
    _claims: int = field(default_factory=lambda: secrets.randbelow(_SWEEP_EVERY))

    def claim(self, store: Store, key: bytes, digest: str, lease_seconds: float) -> Found:
        """Look *key* up, and claim it if nobody has it. Raises what the store raises."""
        self._claims += 1
        if self._claims % _SWEEP_EVERY == 0:
            _sweep(store)
        name = _PREFIX + hashlib.sha256(key).hexdigest()
        entry = {"digest": digest, "until": time.time() + lease_seconds}
        for _ in range(2):
            found = store.get(name)
            if found is not None:
                document = orjson.loads(found.value)
                if document["until"] > time.time():
                    return self._read(document, key, digest)
            try:
                wanted = found.version if found is not None else 0
                return Claimed(name, store.put(name, orjson.dumps(entry), if_version=wanted), digest)
            except StoreConflict:
                continue
        return InFlight()

    def _read(self, document: dict[str, Any], key: bytes, digest: str) -> Found:
        if document["digest"] != digest:
            return Other()
        if "status" not in document:
            return InFlight()
        if document["body"] is None:
            return NotKept()
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in document["headers"]]
        body = base64.b64decode(document["body"])
        if document["sealed"]:
            body = _cipher(self.seal_key + key).decrypt(body[:12], body[12:], None)
        return Kept(document["status"], headers, body)

    def keep(
        self, store: Store, claimed: Claimed, key: bytes, answer: Kept, *, whole: bool, seal: bool
    ) -> None:
        """Replace the claim by its answer, sealed if it holds a secret: only who knows the key reads it."""
        body = answer.body
        if seal:
            nonce = secrets.token_bytes(12)
            body = nonce + _cipher(self.seal_key + key).encrypt(nonce, body, None)
        document = {
            "digest": claimed.digest,
            "until": time.time() + KEEP_SECONDS,
            "status": answer.status,
            "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in answer.headers],
            "body": base64.b64encode(body).decode() if whole else None,
            "sealed": seal,
        }
        try:
            store.put(claimed.name, orjson.dumps(document), if_version=claimed.version)
        except StoreConflict:
            return  # the lease was over, and another request took the key

    def release(self, store: Store, claimed: Claimed) -> None:
        """Release the key: the request did not succeed and may be retried."""
        found = store.get(claimed.name)
        if found is not None and found.version == claimed.version:
            store.delete(claimed.name)


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only for secrets

    return AESGCM(hashlib.sha256(b"flowforge-idempotency-1" + key).digest())


def _sweep(store: Store) -> None:
    """Delete some entries that have expired."""
    after = f"{_PREFIX}{secrets.token_hex(2)}"
    for name in store.keys(_PREFIX, after=after, limit=_SWEPT):
        found = store.get(name)
        if found is not None and orjson.loads(found.value)["until"] < time.time():
            store.delete(name)
