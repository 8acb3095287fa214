from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.keys.jwk_terms import JwkTerms, KeyNotForUse
from flowforge_crypto.core.keys.reading import read_public
from flowforge_crypto.core.keys.types import KEY_TYPES, UnsuitableKey, generate
from flowforge_crypto.core.signatures.signing import (
    SignatureOptions,
    UndecodableSignature,
    UnsuitableSaltLength,
    choose,
    sign,
    verify,
)
from flowforge_crypto.core.signatures.sources import TextOrFile

WYCHEPROOF = [
    ("ed25519", "ed25519_test", "der"),
    ("ecdsa-sha256", "ecdsa_secp256r1_sha256_test", "der"),
    ("ecdsa-sha256", "ecdsa_secp256r1_sha256_p1363_test", "p1363"),
    ("ecdsa-sha384", "ecdsa_secp384r1_sha384_test", "der"),
    ("ecdsa-sha512", "ecdsa_secp521r1_sha512_p1363_test", "p1363"),
    ("rsa-pss-sha256", "rsa_pss_2048_sha256_mgf1_32_test", "der"),
    ("rsa-pss-sha512", "rsa_pss_4096_sha512_mgf1_64_test", "der"),
    ("rsa-pkcs1-sha256", "rsa_signature_2048_sha256_test", "der"),
    ("rsa-pkcs1-sha512", "rsa_signature_4096_sha512_test", "der"),
]


def message(data: Any) -> Any:
    return TextOrFile(text=data.hex(), encoding="hex")


@pytest.mark.parametrize(("algorithm", "name", "ecdsa_format"), WYCHEPROOF)
def test_wycheproof(wycheproof: Any, algorithm: Any, name: Any, ecdsa_format: Any) -> None:
    """Project Wycheproof: every valid signature is accepted, every invalid one refused."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof(f"Signature/wycheproof/{name}.json"):
        if test["result"] not in counted:
            continue
        key = read_public(group["publicKeyPem"], "verify")
        options = SignatureOptions(ecdsa_format, group.get("sLen"))
        form = message(bytes.fromhex(test["msg"]))
        try:
            valid = verify(key, algorithm, form, bytes.fromhex(test["sig"]), options)
        except UndecodableSignature:
            valid = False
        assert valid == (test["result"] == "valid"), test
        counted[test["result"]] += 1
    assert counted["valid"] > 5
    assert counted["invalid"] > 20


@pytest.mark.parametrize("size", [44, 65, 87])
def test_ml_dsa_wycheproof(wycheproof: Any, size: Any) -> None:
    """Project Wycheproof, without contexts."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof(f"Signature/wycheproof/mldsa_{size}_verify_test.json"):
        if test.get("ctx"):
            continue
        public = getattr(mldsa, f"MLDSA{size}PublicKey")
        try:
            key = public.from_public_bytes(bytes.fromhex(group["publicKey"]))
        except ValueError:
            assert test["result"] == "invalid"
            continue
        signature, options = bytes.fromhex(test["sig"]), SignatureOptions()
        valid = verify(key, f"ml-dsa-{size}", message(bytes.fromhex(test["msg"])), signature, options)
        assert valid == (test["result"] == "valid")
        counted[test["result"]] += 1
    assert min(counted.values()) > 0


@pytest.mark.parametrize("key_type", [one for one in KEY_TYPES if one != "x25519" and "kem" not in one])
@pytest.mark.parametrize("ecdsa_format", ["der", "p1363"])
def test_what_is_signed_is_verified(spooled: Any, key_type: Any, ecdsa_format: Any) -> None:
    key = key_of(key_type)
    algorithm, options = choose(key, None), SignatureOptions(ecdsa_format)
    content = b"a message" * 1000
    signature = sign(key, algorithm, TextOrFile(file=spooled(content)), options)
    text = TextOrFile(text=content.decode())
    assert verify(key.public_key(), algorithm, text, signature, options)
    assert not verify(key.public_key(), algorithm, TextOrFile(text="another"), signature, options)
    other = generate("rsa-2048" if key_type.startswith("rsa") else key_type).public_key()
    assert not verify(other, algorithm, text, signature, options)


@pytest.mark.parametrize(
    ("key_type", "asked", "chosen"),
    [
        ("rsa-2048", None, "rsa-pss-sha256"),
        ("rsa-2048", "rsa-pkcs1-sha512", "rsa-pkcs1-sha512"),
        ("ec-p384", None, "ecdsa-sha384"),
        ("ec-p256", "ecdsa-sha512", "ecdsa-sha512"),
        ("ed25519", None, "ed25519"),
        ("ml-dsa-65", None, "ml-dsa-65"),
    ],
)
def test_the_algorithm_follows_from_the_key(key_type: Any, asked: Any, chosen: Any) -> None:
    assert choose(generate(key_type), asked) == chosen


@pytest.mark.parametrize(
    ("key_type", "asked"),
    [("x25519", None), ("ml-kem-768", None), ("ed25519", "rsa-pss-sha256"), ("ml-dsa-44", "ml-dsa-65")],
)
def test_a_key_of_another_type(key_type: Any, asked: Any) -> None:
    with pytest.raises(UnsuitableKey, match=f"'key' is a key of type {key_type}"):
        choose(generate(key_type), asked)


@pytest.mark.parametrize(
    ("key_type", "alg", "chosen"),
    [
        ("rsa-2048", "PS512", "rsa-pss-sha512"),
        ("rsa-2048", "RS256", "rsa-pkcs1-sha256"),
        ("ec-p256", "ES256", "ecdsa-sha256"),
        ("ec-secp256k1", "ES256K", "ecdsa-sha256"),
        ("ed25519", "EdDSA", "ed25519"),
        ("ed25519", "Ed25519", "ed25519"),
        ("ml-dsa-44", "ML-DSA-44", "ml-dsa-44"),
    ],
)
def test_the_algorithm_of_a_jwk(key_type: Any, alg: Any, chosen: Any) -> None:
    terms = JwkTerms(algorithm=alg)
    assert choose(key_of(key_type), None, terms) == choose(key_of(key_type), chosen, terms) == chosen


@pytest.mark.parametrize(
    ("key_type", "asked", "alg"),
    [("rsa-2048", "rsa-pkcs1-sha256", "PS256"), ("ec-p256", None, "ES256K"), ("rsa-2048", None, "RSA-OAEP")],
)
def test_an_algorithm_that_a_jwk_excludes(key_type: Any, asked: Any, alg: Any) -> None:
    with pytest.raises(KeyNotForUse, match=f"'key' is a JWK with 'alg' '{alg}'"):
        choose(key_of(key_type), asked, JwkTerms(algorithm=alg))


def test_salt_lengths() -> None:
    """RFC 8017, section 9.1.1: as long as the hash, or what the other side wants."""
    key, text = key_of("rsa-2048"), TextOrFile(text="hello")
    for salt_length in (0, 20, 222):
        options = SignatureOptions(salt_length=salt_length)
        signature = sign(key, "rsa-pss-sha256", text, options)
        assert verify(key.public_key(), "rsa-pss-sha256", text, signature, options)
        assert verify(key.public_key(), "rsa-pss-sha256", text, signature, SignatureOptions())
        other = SignatureOptions(salt_length=32)
        assert not verify(key.public_key(), "rsa-pss-sha256", text, signature, other)
    with pytest.raises(UnsuitableSaltLength, match="leave 222 bytes"):
        sign(key, "rsa-pss-sha256", text, SignatureOptions(salt_length=223))
    with pytest.raises(UnsuitableSaltLength, match="rsa-pss algorithms only"):
        sign(key, "rsa-pkcs1-sha256", text, SignatureOptions(salt_length=32))
