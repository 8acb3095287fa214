"""Objects encrypted at rest: AES-256-GCM in chunks, so that a range is read without the rest.

An object is a head of 40 bytes (magic, key id, salt), then chunks of 64 KiB with a tag of 16 bytes each. Its
key is HKDF-SHA256 of the store's key, the salt and the object's name: no object can stand for another. The
nonce is the chunk's number with a mark on the last one (the STREAM construction): none can be moved, left out
or cut off unseen.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from flowforge_filestore.content.storage import ObjectStorage, new_object_name
from servicekit.ports.file_errors import FileDamaged

MAGIC = b"FFS\x01"
CHUNK_BYTES = 1 << 16
TAG_BYTES = 16
_KEY_ID_BYTES, _SALT_BYTES = 4, 32
HEAD_BYTES = len(MAGIC) + _KEY_ID_BYTES + _SALT_BYTES
_ENCRYPTED_CHUNK = CHUNK_BYTES + TAG_BYTES


class EncryptedObjects:
    """Encrypts objects of *inner*. Sizes and ranges are those of the plain content."""

    def __init__(self, inner: ObjectStorage, key: bytes) -> None:
        self._inner = inner
        self.piece_bytes = inner.piece_bytes
        self.most_bytes = inner.most_bytes
        self._key = key
        self._key_id = hashlib.sha256(b"flowforge file key" + key).digest()[:_KEY_ID_BYTES]

    @property
    def key_id(self) -> str:
        """The suffix of the names of its objects."""
        return self._key_id.hex()

    def new_name(self) -> str:
        return new_object_name(self.key_id)

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        await self._inner.put(name, _regroup(self._encrypt(name, pieces), self.piece_bytes))

    async def _encrypt(self, name: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        salt = secrets.token_bytes(_SALT_BYTES)
        cipher = self._cipher(name, salt)
        yield MAGIC + self._key_id + salt
        number, held = 0, b""
        async for piece in pieces:
            held += piece
            whole = (len(held) - 1) // CHUNK_BYTES  # at least one byte stays: the last chunk is marked
            if whole > 0:
                ready, held = held[: whole * CHUNK_BYTES], held[whole * CHUNK_BYTES :]
                yield await asyncio.to_thread(_encrypt_chunks, cipher, number, ready, last=False)
                number += whole
        yield _encrypt_chunks(cipher, number, held, last=True)

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        if start >= end:
            return
        whole = _encrypted_size(size)
        head = b"".join([piece async for piece in self._inner.read(name, whole, 0, HEAD_BYTES)])
        if head[:-_SALT_BYTES] != MAGIC + self._key_id:
            raise FileDamaged
        cipher = self._cipher(name, head[-_SALT_BYTES:])
        first, after, last = start // CHUNK_BYTES, -(-end // CHUNK_BYTES), (size - 1) // CHUNK_BYTES
        encrypted_end = min(HEAD_BYTES + after * _ENCRYPTED_CHUNK, whole)
        encrypted = self._inner.read(name, whole, HEAD_BYTES + first * _ENCRYPTED_CHUNK, encrypted_end)
        at = first * CHUNK_BYTES
        async for number, chunks in _whole_chunks(encrypted, first, after):
            opened = await asyncio.to_thread(_decrypt_chunks, cipher, number, chunks, last)
            yield opened[max(start - at, 0) : end - at]
            at += len(opened)

    async def delete(self, names: Sequence[str]) -> None:
        await self._inner.delete(names)

    async def ping(self) -> None:
        await self._inner.ping()

    def _cipher(self, name: str, salt: bytes) -> AESGCM:
        info = b"flowforge file 1 " + name.encode("ascii")
        return AESGCM(HKDF(SHA256(), 32, salt, info).derive(self._key))


def _encrypted_size(size: int) -> int:
    return HEAD_BYTES + size + TAG_BYTES * max(1, -(-size // CHUNK_BYTES))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _encrypt_chunks(cipher: AESGCM, number: int, content: bytes, *, last: bool) -> bytes:
    """Encrypt whole chunks from chunk *number* on, or the *last* one, of any size."""
    if last:
        return cipher.encrypt(_nonce(number, last=True), content, None)
    view = memoryview(content)
    starts = range(0, len(content), CHUNK_BYTES)
    return b"".join(
        cipher.encrypt(_nonce(number + count, last=False), view[at : at + CHUNK_BYTES], None)
        for count, at in enumerate(starts)
    )


def _decrypt_chunks(cipher: AESGCM, number: int, encrypted: bytes, last: int) -> bytes:
    view = memoryview(encrypted)
    starts = range(0, len(encrypted), _ENCRYPTED_CHUNK)
    try:
        return b"".join(
            cipher.decrypt(
                _nonce(number + count, last=number + count == last), view[at : at + _ENCRYPTED_CHUNK], None
            )
            for count, at in enumerate(starts)
        )
    except InvalidTag as error:
        raise FileDamaged from error


async def _whole_chunks(
    encrypted: AsyncIterator[bytes], first: int, after: int
) -> AsyncIterator[tuple[int, bytes]]:
    """Split the stream into runs of whole chunks, each with the number of its first chunk."""
    held, number = b"", first
    async for piece in encrypted:
        held += piece
        whole = len(held) // _ENCRYPTED_CHUNK
        if whole:
            yield number, held[: whole * _ENCRYPTED_CHUNK]
            held, number = held[whole * _ENCRYPTED_CHUNK :], number + whole
    if held and number < after:
        yield number, held


async def _regroup(pieces: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Regroup into pieces of *size* bytes: encryption made them longer."""
    held = b""
    async for piece in pieces:
        held += piece
        while len(held) >= size:
            yield held[:size]
            held = held[size:]
    if held:
        yield held
