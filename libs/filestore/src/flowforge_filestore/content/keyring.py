"""Objects under several keys: written with the current key, read with the key that they name."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

from flowforge_filestore.content.storage import ObjectStorage, key_id_of
from servicekit.ports.file_errors import FileKeyMissing


class KeyringObjects:
    """Chooses the key of an object by its name. Objects without a key are read unencrypted.

    The name is stored in the index. Someone who can write to the bucket alone cannot pass an encrypted
    object off as an unencrypted one.
    """

    def __init__(self, stored: ObjectStorage, key: bytes | None, former: Sequence[bytes] = ()) -> None:
        self._stored = stored
        self._by_key = _by_key(stored, [*([] if key is None else [key]), *former])
        self._current = stored if key is None else next(iter(self._by_key.values()))
        self.piece_bytes = stored.piece_bytes
        self.most_bytes = stored.most_bytes

    def new_name(self) -> str:
        return self._current.new_name()

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        await self._current.put(name, pieces)

    def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        key_id = key_id_of(name)
        if key_id and key_id not in self._by_key:
            raise FileKeyMissing
        objects = self._by_key[key_id] if key_id else self._stored
        return objects.read(name, size, start, end)

    async def delete(self, names: Sequence[str]) -> None:
        await self._stored.delete(names)

    async def ping(self) -> None:
        await self._stored.ping()


def _by_key(stored: ObjectStorage, keys: Sequence[bytes]) -> Mapping[str, ObjectStorage]:
    """Return the objects of each key by its id, the first key first."""
    if not keys:
        return {}
    from flowforge_filestore.content.encryption import EncryptedObjects  # noqa: PLC0415 - only where a key is set

    each = [EncryptedObjects(stored, key) for key in keys]
    return {objects.key_id: objects for objects in each}
