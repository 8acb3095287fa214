"""libsodium publishes the construction and no vectors: a stream is opened from its description alone.

https://doc.libsodium.org/secret-key_cryptography/secretstream#algorithm; HChaCha20 by
draft-irtf-cfrg-xchacha-03, whose vector (section 2.2.1) is checked first.
"""

import struct
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.poly1305 import Poly1305

from flowforge_crypto.core.encryption.ciphers import NotAuthentic
from flowforge_crypto.core.encryption.secretstream import CHUNK_BYTES, overhead, seal_stream, unseal_stream

KEY = bytes(range(32))
MASK = 0xFFFFFFFF
QUARTERS = (
    (0, 4, 8, 12),
    (1, 5, 9, 13),
    (2, 6, 10, 14),
    (3, 7, 11, 15),
    (0, 5, 10, 15),
    (1, 6, 11, 12),
    (2, 7, 8, 13),
    (3, 4, 9, 14),
)


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    words = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I4I", key + nonce)]
    for _ in range(10):
        for a, b, c, d in QUARTERS:
            for to, by, turn in ((a, b, (d, 16)), (c, d, (b, 12)), (a, b, (d, 8)), (c, d, (b, 7))):
                words[to] = (words[to] + words[by]) & MASK
                place, bits = turn
                mixed = words[place] ^ words[to]
                words[place] = ((mixed << bits) | (mixed >> (32 - bits))) & MASK
    return struct.pack("<8I", *words[:4], *words[12:])


def chacha20(key: bytes, nonce: bytes, block: int, data: bytes) -> bytes:
    return Cipher(ChaCha20(key, struct.pack("<I", block) + nonce), mode=None).encryptor().update(data)


def open_by_the_description(key: bytes, additional: bytes, sealed: bytes) -> list[tuple[int, bytes]]:
    """Return tag and plaintext of each message; this library's streams have their sizes from CHUNK_BYTES."""
    key, inner, counter = hchacha20(key, sealed[:16]), sealed[16:24], 1
    found = []
    size = CHUNK_BYTES + 17
    for at in range(24, len(sealed), size):
        message = sealed[at : at + size]
        nonce = struct.pack("<I", counter) + inner
        block = chacha20(key, nonce, 1, message[:1] + bytes(63))
        body, mac = message[1:-16], message[-16:]
        poly = Poly1305(chacha20(key, nonce, 0, bytes(32)))
        poly.update(additional + bytes(-len(additional) % 16))
        poly.update(message[:1] + block[1:] + body + bytes((16 - 64 + len(body)) & 15))
        poly.update(struct.pack("<QQ", len(additional), 64 + len(body)))
        poly.verify(mac)
        found.append((block[0], chacha20(key, nonce, 2, body)))
        inner, counter, additional = bytes(a ^ b for a, b in zip(inner, mac, strict=False)), counter + 1, b""
    return found


def test_hchacha20_of_the_draft() -> None:
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    expected = "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    assert hchacha20(KEY, nonce).hex() == expected


@pytest.mark.parametrize("size", [0, 5, 16, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 77])
def test_a_stream_is_that_of_the_description(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    pieces = iter([content[:7], b"", content[7:]])
    sealed = b"".join(seal_stream(KEY, b"header and data", pieces))
    assert len(sealed) == size + overhead(size)
    messages = open_by_the_description(KEY, b"header and data", sealed)
    assert b"".join(text for _, text in messages) == content
    assert [tag for tag, _ in messages] == [0] * (len(messages) - 1) + [3]
    target = BytesIO()
    unseal_stream(KEY, b"header and data", BytesIO(sealed), target)
    assert target.getvalue() == content


def test_what_is_not_authentic() -> None:
    content = bytes(3 * CHUNK_BYTES)
    sealed = b"".join(seal_stream(KEY, b"data", iter([content])))
    size = CHUNK_BYTES + 17
    first, second = sealed[24 : 24 + size], sealed[24 + size : 24 + 2 * size]
    for changed in (
        sealed[:-1],
        sealed[:-size],
        sealed[: 24 + size],
        sealed[:24],
        sealed[:10],
        b"",
        sealed + b"\0",
        sealed + first,
        sealed[:24] + second + first + sealed[24 + 2 * size :],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed[:30] + bytes([sealed[30] ^ 1]) + sealed[31:],
    ):
        with pytest.raises(NotAuthentic):
            unseal_stream(KEY, b"data", BytesIO(changed), BytesIO())
    for key, data in ((bytes(32), b"data"), (KEY, b"other")):
        with pytest.raises(NotAuthentic):
            unseal_stream(key, data, BytesIO(sealed), BytesIO())
