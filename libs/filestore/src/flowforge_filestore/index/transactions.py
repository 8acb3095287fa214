"""Port of the file index: records under ordered keys, changed in transactions of many keys."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Transaction(Protocol):
    """Reads see earlier writes of the same transaction. Nothing is written unless the work returns."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...

    def delete(self, key: str) -> None: ...


class FileIndex(Protocol):
    """Keys are ASCII, in the order of their bytes. Raises FileIndexUnavailable where it does not work."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* as one serializable transaction, all or nothing.

        *work* may run several times, so it must have no other effect.
        """
        ...

    def read(self, keys: Sequence[str]) -> list[bytes | None]: ...

    def scan(self, prefix: str, *, after: str = "", limit: int = 1000, newest: bool = False) -> list[str]:
        """Return keys under *prefix* in order, those beyond *after*; with *newest* from the last key down."""
        ...

    def ping(self) -> None: ...

    def close(self) -> None: ...
