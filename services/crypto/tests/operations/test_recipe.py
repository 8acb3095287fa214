import base64
import gzip
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.recipes import NothingDetected
from flowforge_crypto.core.schemes import NotDecodable, NotEncodable, TooLongForScheme
from flowforge_crypto.operations.recipe import RecipeRequest, run_recipe


def run(text: Any, *steps: Any, **values: Any) -> Any:
    return run_recipe(RecipeRequest(text=text, steps=list(steps), **values))


def test_a_chain_with_detection() -> None:
    packed = base64.b64encode(gzip.compress(b"48656c6c6f2c20776f726c6421")).decode()
    result = run(packed, {"step": "decode"}, {"step": "gunzip"}, {"step": "decode"}, {"step": "uppercase"})
    assert result.text == "HELLO, WORLD!"
    assert [(one.step, one.did) for one in result.steps] == [
        ("decode", "base64"),
        ("gunzip", "gunzip"),
        ("decode", "base16"),
        ("uppercase", "uppercase"),
    ]
    assert [one.size_bytes for one in result.steps][-1] == 13


def test_output_in_hexadecimal() -> None:
    """FIPS 180-2, appendix B.1."""
    result = run("abc", {"step": "hash"}, output="hex")
    assert result.text == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("text", "step", "error"),
    [
        ("plain text", {"step": "decode"}, NothingDetected),
        ("!", {"step": "decode", "scheme": "base64"}, NotDecodable),
        ("a..b", {"step": "encode", "scheme": "punycode"}, NotEncodable),
        ("x" * 5000, {"step": "encode", "scheme": "base58"}, TooLongForScheme),
        ("x", {"step": "hash"}, PlaintextIsBinary),
        ("x", {"step": "hmac", "key": "zz", "key_encoding": "hex"}, UndecodableText),
        ("x", {"step": "explode"}, ValidationError),
    ],
)
def test_errors(text: Any, step: Any, error: Any) -> None:
    with pytest.raises(error):
        run(text, step)


@pytest.mark.parametrize("count", [0, 21])
def test_limits(count: Any) -> None:
    with pytest.raises(ValidationError):
        run("x", *[{"step": "trim"}] * count)
