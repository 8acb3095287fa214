"""Durable values per consumer: named keys, templates, budgets."""

from dataclasses import dataclass
from typing import Protocol

from servicekit.errors import Conflict, Unavailable


class StoreConflict(Conflict):
    code = "STORE_CONFLICT"
    message = "'{key}' was changed by another request at the same time: read it again, then retry."
    retryable = True


class StoreUnavailable(Unavailable):
    code = "STORE_NOT_CONFIGURED"
    message = "This operation keeps durable state, and no store is configured: set FLOWFORGE_STORE_URL."
    retryable = False


class StoreFailed(Unavailable):
    code = "STORE_UNAVAILABLE"
    message = "The store of durable values does not answer at present: try again shortly."


@dataclass(frozen=True, slots=True)
class StoredValue:
    value: bytes
    version: int


class Store(Protocol):
    """Keys are free text. Versions count up from 1; `if_version=0` creates and never overwrites."""

    def get(self, key: str) -> StoredValue | None: ...

    def put(self, key: str, value: bytes, *, if_version: int | None = None) -> int:
        """Write *value* and return its version. Raises StoreConflict if the version is not `if_version`."""
        ...

    def delete(self, key: str) -> bool: ...

    def keys(self, prefix: str = "", *, after: str = "", limit: int = 1000) -> list[str]:
        """Keys under *prefix* in order, those after *after*, *limit* at most."""
        ...


class StoreBackend(Protocol):
    def for_consumer(self, service: str, consumer_id: str) -> Store: ...

    def ping(self) -> None: ...

    def close(self) -> None: ...


class NullStore:
    """Stands in where no store is configured: every use is a clear error."""

    def for_consumer(self, service: str, consumer_id: str) -> "NullStore":
        return self

    def ping(self) -> None:
        return

    def close(self) -> None:
        return

    def get(self, key: str) -> StoredValue | None:
        raise StoreUnavailable

    def put(self, key: str, value: bytes, *, if_version: int | None = None) -> int:
        raise StoreUnavailable

    def delete(self, key: str) -> bool:
        raise StoreUnavailable

    def keys(self, prefix: str = "", *, after: str = "", limit: int = 1000) -> list[str]:
        raise StoreUnavailable
