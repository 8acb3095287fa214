"""Records under ordered keys, changed by transactions of many keys: the ground of the file index."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Transaction(Protocol):
    """Reads see what the same transaction wrote before. Nothing is kept unless the work returns."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...

    def delete(self, key: str) -> None: ...


class Ledger(Protocol):
    """Keys are ASCII, in the order of their bytes. Raises FileIndexAway where it does not work."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* and write what it wrote, all or nothing, as if no other transaction ran beside it.

        *work* may run several times: it must have no effect besides.
        """
        ...

    def read(self, keys: Sequence[str]) -> list[bytes | None]: ...

    def scan(self, prefix: str, *, after: str = "", limit: int = 1000, newest: bool = False) -> list[str]:
        """Return keys under *prefix* in order, those beyond *after*; with *newest* from the last key down."""
        ...

    def ping(self) -> None: ...

    def close(self) -> None: ...
