import gzip
import zlib
from typing import Any

import pytest

from flowforge_crypto.core.recipes import steps as recipe_steps
from flowforge_crypto.core.recipes.errors import (
    NotCompressed,
    NothingDetected,
    NotSealed,
    StepNeedsText,
    TooMuchData,
)
from flowforge_crypto.core.recipes.steps import (
    CompressStep,
    DecodeStep,
    DecryptStep,
    EncodeStep,
    EncryptStep,
    HashStep,
    HmacStep,
)


@pytest.mark.parametrize(
    ("step", "data", "made", "did"),
    [
        (DecodeStep(step="decode"), b"SGVsbG8sIHdvcmxkIQ==", b"Hello, world!", "base64"),
        (DecodeStep(step="decode", scheme="base16"), b"6869", b"hi", "base16"),
        (EncodeStep(step="encode", scheme="base58"), b"Hello World!", b"2NEpo7TZRRrLZSi2U", "base58"),
        (
            HashStep(step="hash", algorithm="md5"),
            b"",
            bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e"),
            "md5",
        ),
        (
            HmacStep(step="hmac", key="Jefe"),  # RFC 4231, test case 2
            b"what do ya want for nothing?",
            bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            "sha256",
        ),
        (CompressStep(step="gunzip"), gzip.compress(b"data", mtime=0), b"data", "gunzip"),
        (CompressStep(step="gunzip"), zlib.compress(b"data"), b"data", "gunzip"),
        (CompressStep(step="inflate"), zlib.compress(b"data")[2:-4], b"data", "inflate"),
        (
            HmacStep(step="hmac", message="what do ya want for nothing?"),
            b"Jefe",
            bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            "sha256",
        ),
    ],
)
def test_steps(step: Any, data: Any, made: Any, did: Any) -> None:
    assert step.apply(data, 0) == (made, did)


def test_compression_both_ways() -> None:
    made, _ = CompressStep(step="gzip").apply(b"data" * 100, 0)
    assert gzip.decompress(made) == b"data" * 100


@pytest.mark.parametrize(
    ("step", "data", "error"),
    [
        (DecodeStep(step="decode"), b"plain text", NothingDetected),
        (DecodeStep(step="decode"), b"\xff", StepNeedsText),
        (CompressStep(step="gunzip"), b"plain", NotCompressed),
        (CompressStep(step="gunzip"), gzip.compress(b"data", mtime=0)[:-9], NotCompressed),
        (CompressStep(step="gunzip"), b"", NotCompressed),
        (CompressStep(step="inflate"), b"\xff\xff", NotCompressed),
        (DecryptStep(step="decrypt", key="00" * 32), b"plain", NotSealed),
    ],
)
def test_errors_name_the_step(step: Any, data: Any, error: Any) -> None:
    with pytest.raises(error, match=r"'steps\.3'"):
        step.apply(data, 3)


def test_deflate_is_without_a_head() -> None:
    made, _ = CompressStep(step="deflate").apply(b"data" * 100, 0)
    assert zlib.decompress(made, wbits=-15) == b"data" * 100


def test_encryption_both_ways() -> None:
    source: Any = {"key": "00" * 32, "associated_data": "row 7"}
    sealed, did = EncryptStep(step="encrypt", **source).apply(b"data", 0)
    assert (sealed[:3], did) == (b"FFE", "aes-256-gcm")
    assert DecryptStep(step="decrypt", **source).apply(sealed, 0) == (b"data", "aes-256-gcm")
    for wrong, words in (({"key": "11" * 32}, "is wrong"), ({"associated_data": "row 8"}, "differs")):
        with pytest.raises(NotSealed, match=rf"'steps\.2' cannot decrypt its input: .*{words}"):
            DecryptStep(step="decrypt", **source | wrong).apply(sealed, 2)
    with pytest.raises(NotSealed, match="changed after encryption"):
        DecryptStep(step="decrypt", **source).apply(sealed[:-1] + bytes([sealed[-1] ^ 1]), 0)


def test_a_bomb_is_not_blown_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(recipe_steps, "MAX_BYTES", 1000)
    with pytest.raises(TooMuchData):
        CompressStep(step="gunzip").apply(gzip.compress(bytes(1_000_000)), 0)
