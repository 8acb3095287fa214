import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.keys import (
    MAX_SET_KEYS,
    JoseKeySource,
    SecretIsKey,
    UnreadableKeySet,
    key_set,
    read_key_set,
)
from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.jwk_terms import KeyNotForUse
from flowforge_crypto.core.keys.reading import EncryptedKey, UnreadableKey
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key


def jwk(key_type: Any, **fields: Any) -> Any:
    return write(generate(key_type).public_key()) | fields


def test_a_secret_in_any_encoding() -> None:
    assert JoseKeySource(secret="c2VjcmV0", secret_encoding="base64").jose_key("sign").secret == b"secret"
    with pytest.raises(UndecodableText, match="'secret' is not valid hex"):
        JoseKeySource(secret="secret", secret_encoding="hex").jose_key("sign")


def test_a_secret_as_jwk() -> None:
    """The key of RFC 7515, appendix A.1."""
    text = (
        '{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS'
        '0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}'
    )
    raw = JoseKeySource(key=text).jose_key("sign").secret
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
            JoseKeySource(key=broken).jose_key("sign")


@pytest.mark.parametrize("values", [{}, {"secret": "a", "key": "b"}])
def test_exactly_one_key(values: Any) -> None:
    with pytest.raises(ValidationError, match="give exactly one of 'secret' and 'key'"):
        JoseKeySource(**values)


def test_keys_of_no_use() -> None:
    with pytest.raises(UnreadableKey):
        JoseKeySource(key="hello").jose_key("sign")
    with pytest.raises(EncryptedKey):
        JoseKeySource(key=write_key(generate("ed25519"), "pem", "words")).jose_key("sign")
    with pytest.raises(UnsuitableKey):
        JoseKeySource(key=write_key(generate("ml-dsa-44"), "pem")).jose_key("sign")


def test_keys_that_are_no_secrets() -> None:
    """Who verifies HS256 with a public key as the secret accepts tokens from anybody."""
    key = generate("ed25519").public_key()
    for text in (write_key(key, "pem"), write_key(key, "openssh"), write_key(key, "jwk")):
        with pytest.raises(SecretIsKey, match="give it as 'key'"):
            JoseKeySource(secret=text).jose_key("verify")
    assert JoseKeySource(secret="{a brace is no JWK}").jose_key("sign").secret == b"{a brace is no JWK}"


def test_curves_that_jose_lacks() -> None:
    for curve in (ec.SECP224R1(), ec.BrainpoolP256R1()):
        text = write_key(ec.generate_private_key(curve), "pem")
        with pytest.raises(UnsuitableKey, match="needs RSA, EC"):
            JoseKeySource(key=text).jose_key("sign")


def test_weak_rsa_keys(vectors: Any) -> None:
    with pytest.raises(WeakKey, match="RSA key of 1024 bits; at least 2048"):
        JoseKeySource(key=vectors("asymmetric/PKCS8/unenc-rsa-pkcs8.pem")).jose_key("sign")


@pytest.mark.parametrize(
    ("terms", "operation", "refused"),
    [
        ({"use": "enc"}, "verify", "'use' 'enc'"),
        ({"use": "sig"}, "encrypt", "'use' 'sig'"),
        ({"use": "sig"}, "verify", None),
        ({"key_ops": ["sign"]}, "decrypt", "'key_ops' sign"),
        ({"key_ops": ["sign"]}, "verify", None),
        ({"key_ops": ["verify"]}, "sign", "'key_ops' verify"),
        ({"key_ops": []}, "sign", None),
        ({"use": "sig", "key_ops": ["sign"], "alg": "ES256"}, "sign", None),
    ],
)
def test_what_a_jwk_may_be_used_for(terms: Any, operation: Any, refused: Any) -> None:
    """RFC 7517, sections 4.2 and 4.3."""
    source = JoseKeySource(key=json.dumps(write(generate("ec-p256")) | terms))
    if refused is None:
        source.jose_key(operation)
    else:
        with pytest.raises(KeyNotForUse, match=refused):
            source.jose_key(operation)


def test_a_set_gives_the_keys_that_may_fit() -> None:
    keys = [
        jwk("ed25519", kid="a"),
        jwk("ec-p256", kid="b"),
        jwk("ec-p384"),
        jwk("ec-p256", kid="a", use="enc"),
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a"},
        {"kty": "new", "kid": "a"},
    ]
    document = read_key_set(json.dumps({"keys": keys}), "jwks")

    def fitting(key_id: str | None) -> list[Any]:
        return list(key_set(document, "jwks", key_id))

    assert [key.key.key_type for key in fitting("a")] == ["OKP", "EC"]
    assert len(fitting(None)) == 3
    assert [key.key.curve_name for key in fitting("z")] == ["P-384"]


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
        key_set(read_key_set(text, "jwks_url"), "jwks_url", None)
