"""Hash functions and checksums by name, and what they are good for."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal, Protocol, get_args

from servicekit import ResourceLimit

HashAlgorithm = Literal[
    "sha256",
    "sha224",
    "sha384",
    "sha512",
    "sha512-224",
    "sha512-256",
    "sha3-224",
    "sha3-256",
    "sha3-384",
    "sha3-512",
    "shake128",
    "shake256",
    "blake2b",
    "blake2s",
    "blake3",
    "keccak-256",
    "ripemd160",
    "md5",
    "sha1",
    "crc32",
    "adler32",
    "xxh3-64",
    "xxh3-128",
    "xxh64",
]
ALGORITHMS: tuple[HashAlgorithm, ...] = get_args(HashAlgorithm)

WEAK = frozenset({"md5", "sha1", "crc32", "adler32", "xxh3-64", "xxh3-128", "xxh64"})
"""Algorithms for which different inputs of the same result can be made: useless against an adversary."""

_SLOW = ("sha3", "shake", "keccak", "ripemd")
MAX_WORK = 6 << 30
"""Bytes times the weight of each algorithm that reads them: a slow one weighs 4, the others 2."""


class TooManyHashes(ResourceLimit):
    code = "HASHES_TOO_MANY"
    message = "'algorithms' names {count} hashes, too many for {size} bytes in 'file': ask for fewer at once."


def require_affordable(algorithms: Sequence[HashAlgorithm], size: int) -> None:
    """Raise TooManyHashes where computing all of them takes too long."""
    weight = sum(4 if one.startswith(_SLOW) else 2 for one in algorithms)
    if len(algorithms) > 1 and weight * size > MAX_WORK:
        raise TooManyHashes(count=len(algorithms), size=size)


EXTENDABLE = {"shake128": 32, "shake256": 64, "blake3": 32}
"""Algorithms that give results of any length, with the length that is usual."""


class Digest(Protocol):
    def update(self, data: bytes, /) -> object: ...

    def digest(self) -> bytes: ...


class _Shake:
    """SHAKE with its length settled beforehand, so that it looks like every other digest."""

    def __init__(self, algorithm: str, length: int) -> None:
        self._state = hashlib.new(algorithm.replace("shake", "shake_"))
        self._length = length

    def update(self, data: bytes, /) -> None:
        self._state.update(data)

    def digest(self) -> bytes:
        return self._state.digest(self._length)  # type: ignore[call-arg]  # the stub knows no SHAKE


class _Blake3:
    def __init__(self, length: int) -> None:
        from blake3 import blake3  # noqa: PLC0415 - loaded by the first call that needs it

        self._state = blake3()
        self._length = length

    def update(self, data: bytes, /) -> None:
        self._state.update(data)

    def digest(self) -> bytes:
        return self._state.digest(self._length)


class _Checksum:
    """A 32-bit checksum of zlib, big-endian as it is usually printed."""

    def __init__(self, step: Callable[[bytes, int], int], start: int) -> None:
        self._step = step
        self._value = start

    def update(self, data: bytes, /) -> None:
        self._value = self._step(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


def _xxhash(algorithm: str) -> Digest:
    import xxhash  # noqa: PLC0415 - loaded by the first call that needs it

    makers: dict[str, Callable[[], Digest]] = {
        "xxh3-64": xxhash.xxh3_64,
        "xxh3-128": xxhash.xxh3_128,
        "xxh64": xxhash.xxh64,
    }
    return makers[algorithm]()


def _keccak() -> Digest:
    """Return Keccak-256 as Ethereum has it: SHA3-256 before its padding was changed."""
    from Cryptodome.Hash import keccak  # noqa: PLC0415 - loaded by the first call that needs it

    return keccak.new(digest_bits=256)


def _ripemd() -> Digest:
    from Cryptodome.Hash import RIPEMD160  # noqa: PLC0415 - OpenSSL has it in its legacy module only

    return RIPEMD160.new()


def start(algorithm: HashAlgorithm, length: int | None = None) -> Digest:
    """Return a digest to be fed; *length* in bytes counts for EXTENDABLE algorithms only."""
    makers: dict[str, Callable[[], Digest]] = {
        "crc32": partial(_Checksum, zlib.crc32, 0),
        "adler32": partial(_Checksum, zlib.adler32, 1),
        "blake3": partial(_Blake3, length or EXTENDABLE["blake3"]),
        "keccak-256": _keccak,
        "ripemd160": _ripemd,
    }
    if algorithm in makers:
        return makers[algorithm]()
    if algorithm.startswith("xxh"):
        return _xxhash(algorithm)
    if algorithm.startswith("shake"):
        return _Shake(algorithm, length or EXTENDABLE[algorithm])
    name = algorithm.replace("-", "_")
    return hashlib.new(name, usedforsecurity=False)


def digest_all(pieces: Iterable[bytes], digests: Sequence[Digest]) -> int:
    """Feed every piece to every digest in one pass, and return how many bytes there were."""
    size = 0
    for piece in pieces:
        size += len(piece)
        for digest in digests:
            digest.update(piece)
    return size
