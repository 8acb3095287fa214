import gzip
import zlib
from typing import Any

import pytest

from flowforge_crypto.core import recipes
from flowforge_crypto.core.recipes import (
    CompressStep,
    DecodeStep,
    EncodeStep,
    HashStep,
    HmacStep,
    NotCompressed,
    NothingDetected,
    StepNeedsText,
    TextStep,
    TooMuchData,
    apply,
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
        (TextStep(step="uppercase"), "straße".encode(), b"STRASSE", "uppercase"),
        (TextStep(step="lowercase"), b"ABC", b"abc", "lowercase"),
        (TextStep(step="trim"), b" a ", b"a", "trim"),
        (TextStep(step="reverse"), "äb".encode(), "bä".encode(), "reverse"),
    ],
)
def test_steps(step: Any, data: Any, made: Any, did: Any) -> None:
    assert apply(step, data, 0) == (made, did)


def test_compression_both_ways() -> None:
    made, _ = apply(CompressStep(step="gzip"), b"data" * 100, 0)
    assert gzip.decompress(made) == b"data" * 100


@pytest.mark.parametrize(
    ("step", "data", "error"),
    [
        (DecodeStep(step="decode"), b"plain text", NothingDetected),
        (DecodeStep(step="decode"), b"\xff", StepNeedsText),
        (TextStep(step="trim"), b"\xff", StepNeedsText),
        (CompressStep(step="gunzip"), b"plain", NotCompressed),
        (CompressStep(step="gunzip"), gzip.compress(b"data", mtime=0)[:-9], NotCompressed),
        (CompressStep(step="gunzip"), b"", NotCompressed),
    ],
)
def test_errors_name_the_step(step: Any, data: Any, error: Any) -> None:
    with pytest.raises(error, match=r"'steps\.3'"):
        apply(step, data, 3)


def test_a_bomb_is_not_blown_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(recipes, "MAX_BYTES", 1000)
    with pytest.raises(TooMuchData):
        apply(CompressStep(step="gunzip"), gzip.compress(bytes(1_000_000)), 0)
