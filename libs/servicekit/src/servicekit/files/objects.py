"""Where content lies: objects by name, written whole or not at all."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol


class Objects(Protocol):
    """Objects by name. A read gives exactly the bytes asked for, or raises."""

    @property
    def piece_bytes(self) -> int:
        """The size of the pieces that `put` takes best."""
        ...

    @property
    def most_bytes(self) -> int:
        """The size from which content goes on in another object."""
        ...

    def new_name(self) -> str:
        """Name an object that will be written: a name that was never used."""
        ...

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Write an object of pieces of any size. Raises FileStoreFull and its kin."""
        ...

    def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        """Yield the bytes from *start* until before *end* of an object that has *size* bytes."""
        ...

    async def delete(self, names: Sequence[str]) -> None:
        """Delete objects; those that are not there are no error."""
        ...

    async def ping(self) -> None: ...
