"""Objects of all keys that a store has had: written under the one in use, read under the one they name."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

from servicekit.files.errors import FileKeyMissing
from servicekit.files.objects import Objects
from servicekit.files.records import key_id_of


class Vault:
    """Reads objects without a key too: they were written before there was one.

    An object's name, which lies in the index, tells its key. Nobody who can write the bucket alone can make
    an encrypted object pass for one that is not.
    """

    def __init__(self, stored: Objects, key: bytes | None, former: Sequence[bytes] = ()) -> None:
        self._stored = stored
        self._sealed = _sealed(stored, [*([] if key is None else [key]), *former])
        self._current = stored if key is None else next(iter(self._sealed.values()))
        self.piece_bytes = stored.piece_bytes
        self.most_bytes = stored.most_bytes

    def new_name(self) -> str:
        return self._current.new_name()

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        await self._current.put(name, pieces)

    def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        key_id = key_id_of(name)
        if key_id and key_id not in self._sealed:
            raise FileKeyMissing
        objects = self._sealed[key_id] if key_id else self._stored
        return objects.read(name, size, start, end)

    async def delete(self, names: Sequence[str]) -> None:
        await self._stored.delete(names)

    async def ping(self) -> None:
        await self._stored.ping()


def _sealed(stored: Objects, keys: Sequence[bytes]) -> Mapping[str, Objects]:
    """Return the objects of each key by its id, the first key first."""
    if not keys:
        return {}
    from servicekit.files.sealing import SealedObjects  # noqa: PLC0415 - only where a key is set

    each = [SealedObjects(stored, key) for key in keys]
    return {objects.key_id: objects for objects in each}
