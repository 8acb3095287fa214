import json
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.keys import MAX_SET_KEYS, JoseKeySource, UnreadableKeySet, read_key_set
from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key


def jwk(key_type: Any, **fields: Any) -> Any:
    return write(generate(key_type).public_key()) | fields


def test_a_secret_in_any_encoding() -> None:
    assert JoseKeySource(secret="c2VjcmV0", secret_encoding="base64").jose_key().raw_value == b"secret"
    with pytest.raises(UndecodableText, match="'secret' is not valid hex"):
        JoseKeySource(secret="secret", secret_encoding="hex").jose_key()


def test_a_secret_as_jwk() -> None:
    """The key of RFC 7515, appendix A.1."""
    text = (
        '{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS'
        '0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}'
    )
    raw = JoseKeySource(key=text).jose_key().raw_value
    assert isinstance(raw, bytes)
    assert (len(raw), raw[:3]) == (64, b"\x03#5")
    for broken in (
        '{"kty":"oct"}',
        '{"kty":"oct","k":"!"}',
        '{"kty":"oct","k":5}',
        '{"kty":"oct","k":""}',
        "{",
    ):
        with pytest.raises(UnreadableKey):
            JoseKeySource(key=broken).jose_key()


@pytest.mark.parametrize("values", [{}, {"secret": "a", "key": "b"}])
def test_exactly_one_key(values: Any) -> None:
    with pytest.raises(ValidationError, match="give exactly one of 'secret' and 'key'"):
        JoseKeySource(**values)


def test_keys_of_no_use() -> None:
    with pytest.raises(UnreadableKey):
        JoseKeySource(key="hello").jose_key()
    with pytest.raises(EncryptedKey):
        JoseKeySource(key=write_key(generate("ed25519"), "pem", "words")).jose_key()
    with pytest.raises(UnsuitableKey):
        JoseKeySource(key=write_key(generate("ml-dsa-44"), "pem")).jose_key()


def test_a_set_gives_the_keys_that_may_fit() -> None:
    keys = [
        jwk("ed25519", kid="a"),
        jwk("ec-p256", kid="b"),
        jwk("ec-p384"),
        jwk("ec-p256", kid="a", use="enc"),
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a"},
        {"kty": "new", "kid": "a"},
    ]
    text = json.dumps({"keys": keys})
    assert [key.key_type for key in read_key_set(text, "jwks", "a")] == ["OKP", "EC"]
    assert len(read_key_set(text, "jwks", None)) == 3
    assert [key.curve_name for key in read_key_set(text, "jwks", "z")] == ["P-384"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"keys": []}',
        '{"keys": {}}',
        '{"keys":' + "[" * 9000,
        json.dumps({"keys": [0] * (MAX_SET_KEYS + 1)}),
    ],
)
def test_what_is_no_set(text: Any) -> None:
    with pytest.raises(UnreadableKeySet, match="'jwks_url' is not a JWK set"):
        read_key_set(text, "jwks_url", None)
