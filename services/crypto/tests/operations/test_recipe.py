import base64
import gzip
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.schemes import NotDecodable, NotEncodable, TooLongForScheme
from flowforge_crypto.core.encodings.text import PlaintextIsBinary, UndecodableText
from flowforge_crypto.core.recipes.errors import NothingDetected
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


def step(name: str, **values: Any) -> Any:
    return {"step": name} | values


@pytest.mark.parametrize(
    ("text", "steps", "made"),
    [
        (  # what PowerShell's -EncodedCommand takes
            "ZABpAHIA",
            [step("decode", scheme="base64"), step("from-charset", charset="utf-16le")],
            "dir",
        ),
        (  # the header of HTTP's basic authentication: RFC 7617, section 2
            "Aladdin:open sesame",
            [step("encode", scheme="base64"), step("prepend", value="Basic ")],
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        ),
        (  # a Content-Digest: RFC 9530, appendix B.1
            '{"hello": "world"}\n',
            [
                step("hash"),
                step("encode", scheme="base64"),
                step("prepend", value="sha-256=:"),
                step("append", value=":"),
            ],
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        ),
        (  # AWS' key for signatures of version 4: "Deriving the signing key" in its documentation
            "AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            [
                step("hmac", message="20120215"),
                step("hmac", message="us-east-1"),
                step("hmac", message="iam"),
                step("hmac", message="aws4_request"),
                step("encode", scheme="base16"),
            ],
            "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d",
        ),
        (  # a SAML request in a redirect is deflated, encoded and encoded again
            "eJz",
            [
                step("prepend", value="<samlp:AuthnRequest ID='"),
                step("deflate"),
                step("encode", scheme="base64"),
                step("encode", scheme="url"),
                step("decode", scheme="url"),
                step("decode", scheme="base64"),
                step("inflate"),
            ],
            "<samlp:AuthnRequest ID='eJz",
        ),
        (  # how malware hides its texts
            "KgYNDgw=",
            [step("decode", scheme="base64"), step("xor", key="bca")],
            "Hello",
        ),
        ("%252Fpath%253F", [step("decode", scheme="url"), step("decode", scheme="url")], "/path?"),
        ("&amp;lt;b&amp;gt;", [step("decode", scheme="html"), step("decode", scheme="html")], "<b>"),
        ("de:ad:be:ef", [step("replace", find=":", value=""), step("uppercase")], "DEADBEEF"),
        ("Uryyb", [step("rot13"), step("reverse")], "olleH"),
    ],
)
def test_chains_as_people_make_them(text: str, steps: Any, made: str) -> None:
    assert run(text, *steps).text == made


def test_compressed_then_encrypted_and_back() -> None:
    packing = [step("gzip"), step("encrypt", key="00" * 32), step("encode", scheme="base64")]
    packed = run("hello", *packing).text
    unpacking = [step("decode"), step("decrypt", key="00" * 32), step("gunzip")]
    assert run(packed, *unpacking).text == "hello"


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


def test_few_steps_may_have_a_passphrase() -> None:
    step = {"step": "encrypt", "passphrase": "words"}
    with pytest.raises(ValidationError, match="4 steps with a passphrase: at most 3"):
        run("x", *[step] * 4)
    keyed = {"step": "encrypt", "key": "ab" * 32}
    RecipeRequest.model_validate({"text": "x", "steps": [step] * 3 + [keyed] * 17})
