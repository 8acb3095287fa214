from typing import Any

import pytest

from flowforge_crypto.core.signatures.digests import ALGORITHMS, EXTENDABLE, WEAK, digest_all, start


def digest_of(algorithm: Any, message: Any, length: Any = None) -> Any:
    digest = start(algorithm, length)
    digest.update(message)
    return digest.digest().hex()


@pytest.mark.parametrize(
    ("algorithm", "path"),
    [
        ("sha1", "hashes/SHA1/SHA1ShortMsg.rsp"),
        ("sha224", "hashes/SHA2/SHA224ShortMsg.rsp"),
        ("sha256", "hashes/SHA2/SHA256LongMsg.rsp"),
        ("sha384", "hashes/SHA2/SHA384ShortMsg.rsp"),
        ("sha512", "hashes/SHA2/SHA512LongMsg.rsp"),
        ("sha512-224", "hashes/SHA2/SHA512_224ShortMsg.rsp"),
        ("sha512-256", "hashes/SHA2/SHA512_256ShortMsg.rsp"),
        ("sha3-224", "hashes/SHA3/SHA3_224ShortMsg.rsp"),
        ("sha3-256", "hashes/SHA3/SHA3_256LongMsg.rsp"),
        ("sha3-384", "hashes/SHA3/SHA3_384ShortMsg.rsp"),
        ("sha3-512", "hashes/SHA3/SHA3_512ShortMsg.rsp"),
        ("md5", "hashes/MD5/rfc-1321.txt"),
        ("blake2b", "hashes/blake2/blake2b.txt"),
        ("blake2s", "hashes/blake2/blake2s.txt"),
    ],
)
def test_published_vectors(nist: Any, algorithm: Any, path: Any) -> None:
    """NIST CAVP (SHA), RFC 1321 (MD5) and RFC 7693 (BLAKE2), as the cryptography project keeps them."""
    tests = [test for test in nist(path) if "md" in test]
    assert len(tests) >= 3
    for test in tests:
        message = bytes.fromhex(test["msg"])[: int(test["len"]) // 8]
        assert digest_of(algorithm, message) == test["md"].lower()


@pytest.mark.parametrize("algorithm", ["shake128", "shake256"])
def test_shake_of_variable_length(nist: Any, algorithm: Any) -> None:
    """NIST CAVP, SHA-3 XOF byte-oriented, variable output."""
    tests = [test for test in nist(f"hashes/SHAKE/{algorithm.upper()}VariableOut.rsp") if "output" in test]
    assert len(tests) > 100
    for test in tests:
        length = int(test["outputlen"]) // 8
        assert digest_of(algorithm, bytes.fromhex(test["msg"]), length) == test["output"]


@pytest.mark.parametrize(
    ("algorithm", "message", "expected"),
    [
        ("keccak-256", b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),  # Ethereum's
        ("keccak-256", b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        ("ripemd160", b"", "9c1185a5c5e9fc54612808977ee8f548b2258d31"),  # its authors' test vectors
        ("ripemd160", b"abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
        ("crc32", b"123456789", "cbf43926"),  # the CRC catalog's check value of CRC-32/ISO-HDLC
        ("adler32", b"Wikipedia", "11e60398"),  # the worked example of the Adler-32 article
        ("xxh64", b"", "ef46db3751d8e999"),  # xxHash specification
        ("xxh3-64", b"", "2d06800538d394c2"),  # likewise
        ("xxh3-128", b"", "99aa06d3014798d86001c324468d497f"),  # likewise
        # The BLAKE3 project's test_vectors.json: input_len 0, 1 and 2 (bytes counting up from 0).
        ("blake3", b"", "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"),
        ("blake3", b"\0", "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"),
        ("blake3", b"\0\1", "7b7015bb92cf0b318037702a6cdd81dee41224f734684c2c122cd6359cb1ee63"),
    ],
)
def test_known_values(algorithm: Any, message: Any, expected: Any) -> None:
    assert digest_of(algorithm, message) == expected


def test_every_algorithm_gives_the_same_in_pieces_as_at_once() -> None:
    message = bytes(range(256)) * 40
    for algorithm in ALGORITHMS:
        digest = start(algorithm)
        size = digest_all((message[at : at + 97] for at in range(0, len(message), 97)), [digest])
        assert size == len(message)
        assert digest.digest().hex() == digest_of(algorithm, message)


def test_extendable_algorithms_extend() -> None:
    for algorithm, usual in EXTENDABLE.items():
        short, long = digest_of(algorithm, b"x"), digest_of(algorithm, b"x", 200)
        assert len(short) == 2 * usual
        assert long.startswith(short)
        assert len(long) == 400


def test_what_is_broken_is_weak() -> None:
    assert {"md5", "sha1", "crc32"} <= WEAK
    assert not {"sha256", "sha3-256", "blake2b", "blake3", "shake256"} & WEAK
