"""Port of object storage: content as objects by name, written whole or not at all."""

import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol


class ObjectStorage(Protocol):
    """Objects by name. A read yields exactly the requested bytes, or raises."""

    @property
    def piece_bytes(self) -> int:
        """The preferred size of the pieces for `put`."""
        ...

    @property
    def most_bytes(self) -> int:
        """The size above which content is split into several objects."""
        ...

    def new_name(self) -> str:
        """Return a name for a new object, never used before."""
        ...

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Write an object from pieces of any size. Raises FileStoreFull and related errors."""
        ...

    def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        """Yield the bytes from *start* until before *end* of an object that has *size* bytes."""
        ...

    async def delete(self, names: Sequence[str]) -> None:
        """Delete objects. Missing objects are no error."""
        ...

    async def ping(self) -> None: ...


def new_object_name(key_id: str = "") -> str:
    """Return a new object name, with the id of the key that encrypts it.

    No name is used twice, so a discarded object is never needed again.
    """
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:]}" + (f".{key_id}" if key_id else "")


def key_id_of(name: str) -> str:
    """Return the id of the key that an object is encrypted under, "" for one that is not encrypted."""
    return name.partition(".")[2]
