"""Files under XChaCha20-Poly1305: libsodium's secretstream, in messages of 64 KiB whose last one says so.

The additional data goes with the first message; the state that it leaves binds all later ones.
"""

from collections.abc import Iterator
from typing import BinaryIO

from flowforge_crypto.core.encryption.ciphers import NotAuthentic

CHUNK_BYTES = 64 * 1024
MESSAGE_OVERHEAD = 17
HEADER_BYTES = 24


def overhead(plaintext_bytes: int) -> int:
    """Return how many bytes a stream has above its plaintext."""
    return HEADER_BYTES + max(1, -(-plaintext_bytes // CHUNK_BYTES)) * MESSAGE_OVERHEAD


def seal_stream(key: bytes, additional_data: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the stream's header, then its messages."""
    from nacl import bindings  # noqa: PLC0415 - loaded by the first call that needs it

    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    yield bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    bound: bytes | None = additional_data
    for chunk, is_last in _chunks(pieces):
        tag = (
            bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if is_last
            else bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, bound, tag)
        bound = None


def unseal_stream(key: bytes, additional_data: bytes, stream: BinaryIO, target: BinaryIO) -> None:
    """Write the plaintext of *stream* to *target*, which counts only if this returns. Raises NotAuthentic."""
    from nacl import bindings, exceptions  # noqa: PLC0415 - loaded by the first call that needs it

    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    bound: bytes | None = additional_data
    tag = None
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, stream.read(HEADER_BYTES), key)
        while sealed := stream.read(CHUNK_BYTES + MESSAGE_OVERHEAD):
            if tag == final:
                raise NotAuthentic
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, bound)
            target.write(chunk)
            bound = None
    except (exceptions.CryptoError, ValueError) as error:
        raise NotAuthentic from error
    if tag != final:
        raise NotAuthentic


def _chunks(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield chunks of one size, and whether each is the last; of nothing, one empty chunk."""
    pending = b""
    for piece in pieces:
        pending += piece
        whole = (len(pending) - 1) // CHUNK_BYTES if pending else 0
        for number in range(whole):
            yield pending[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES], False
        pending = pending[whole * CHUNK_BYTES :]
    yield pending, True
