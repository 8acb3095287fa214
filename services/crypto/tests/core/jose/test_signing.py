import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc.jwk import OctKey

from flowforge_crypto.core.jose.keys import JoseKeySource, TokenKey
from flowforge_crypto.core.jose.signing import (
    JWS_ALGORITHMS,
    AlgorithmNotForKey,
    NotSignable,
    SecretTooShort,
    choose_algorithm,
    is_weak,
    sign_compact,
    verify_compact,
)
from flowforge_crypto.core.jose.tokens import NotSigned
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key

TYPES = {"R": "rsa-2048", "P": "rsa-2048", "ES256": "ec-p256", "ES384": "ec-p384", "ES512": "ec-p521"}
TYPES |= {"ES256K": "ec-secp256k1", "EdDSA": "ed25519", "Ed25519": "ed25519"}


def pair(algorithm: Any) -> Any:
    if algorithm.startswith("HS"):
        secret = JoseKeySource(secret="s" * 64).jose_key("sign")
        return secret, secret
    key = generate(TYPES.get(algorithm) or TYPES[algorithm[0]])
    private, public = write_key(key, "pem"), write_key(key.public_key(), "pem")
    return JoseKeySource(key=private).jose_key("sign"), JoseKeySource(key=public).jose_key("verify")


@pytest.mark.parametrize("algorithm", JWS_ALGORITHMS)
def test_every_algorithm_both_ways(algorithm: Any) -> None:
    private, public = pair(algorithm)
    token = sign_compact({"alg": choose_algorithm(private, algorithm)}, b"payload", private)
    assert verify_compact(token, [public], None) == ({"alg": algorithm}, b"payload", public)
    head, payload, signature = token.split(".")
    changed = "A" if signature[4] != "A" else "B"
    with pytest.raises(NotSigned, match="signature"):
        verify_compact(f"{head}.{payload}.{signature[:4]}{changed}{signature[5:]}", [public], None)


def test_a_public_key_never_serves_as_a_secret() -> None:
    """The confusion of RS256 and HS256: a token made with the public key's text as its secret."""
    key = generate("rsa-2048")
    text = write_key(key.public_key(), "pem")
    forged = sign_compact({"alg": "HS256"}, b"{}", TokenKey(OctKey(text.encode(), text)))
    with pytest.raises(NotSigned, match="algorithm"):
        verify_compact(forged, [JoseKeySource(key=text).jose_key("verify")], None)


def test_none_is_no_algorithm() -> None:
    _, public = pair("EdDSA")
    with pytest.raises(NotSigned, match="algorithm"):
        verify_compact("eyJhbGciOiJub25lIn0.e30.", [public], None)
    with pytest.raises(NotSigned, match="key"):
        verify_compact("eyJhbGciOiJub25lIn0.e30.", [], None)


def test_only_the_algorithms_that_are_asked_for() -> None:
    private, public = pair("PS256")
    token = sign_compact({"alg": "RS256"}, b"{}", private)
    verify_compact(token, [public], ["RS256"])
    with pytest.raises(NotSigned, match="algorithm"):
        verify_compact(token, [public], ["PS256"])


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "e30.e30.e30", "\ud800.a.b", "é.é.é"])
def test_what_is_no_token(token: Any) -> None:
    _, public = pair("EdDSA")
    with pytest.raises(NotSigned):
        verify_compact(token, [public], None)


def test_keys_that_cannot_sign() -> None:
    private, public = pair("EdDSA")
    with pytest.raises(PrivateKeyNeeded):
        choose_algorithm(public, None)
    with pytest.raises(AlgorithmNotForKey, match="which allows EdDSA, Ed25519"):
        choose_algorithm(private, "RS256")
    with pytest.raises(AlgorithmNotForKey):
        choose_algorithm(JoseKeySource(key=write_key(generate("x25519"), "jwk")).jose_key("sign"), None)


def test_unknown_header_fields_are_ignored_and_critical_ones_refused() -> None:
    private, public = pair("EdDSA")
    verify_compact(sign_compact({"alg": "EdDSA", "x-mine": 1}, b"{}", private), [public], None)
    extensions: list[dict[str, Any]] = [
        {"crit": ["x"], "x": 1},
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"b64": True},
    ]
    for extension in extensions:
        header = json.dumps({"alg": "EdDSA"} | extension).encode()
        signed = urlsafe_b64encode(header).rstrip(b"=") + b".e30"
        signature = urlsafe_b64encode(private.key.raw_value.sign(signed)).rstrip(b"=")
        with pytest.raises(NotSigned, match="malformed"):
            verify_compact((signed + b"." + signature).decode(), [public], None)
        with pytest.raises(NotSignable, match="an extension that is not supported"):
            sign_compact({"alg": "EdDSA"} | extension, b"{}", private)


def test_short_secrets_are_weak_and_do_not_sign() -> None:
    """RFC 7518, section 3.2: a secret at least as long as the hash."""
    short, enough = (JoseKeySource(secret="s" * size).jose_key("sign") for size in (31, 32))
    assert choose_algorithm(enough, None) == "HS256"
    assert is_weak(enough, "HS384")
    with pytest.raises(SecretTooShort, match="'secret' has 31 bytes; HS256 needs at least 32"):
        choose_algorithm(short, None)
    jwk = JoseKeySource(key='{"kty":"oct","k":"c2hvcnQ"}').jose_key("sign")
    with pytest.raises(SecretTooShort, match="'key' has 5 bytes"):
        choose_algorithm(jwk, None)


@pytest.mark.parametrize("more", ['"kid":"\\ud800"', '"a":1e999', '"alg":"EdDSA"'])
def test_headers_that_no_response_can_carry(more: Any) -> None:
    _, public = pair("EdDSA")
    token = urlsafe_b64encode(f'{{"alg":"EdDSA",{more}}}'.encode()).rstrip(b"=").decode() + ".e30.AA"
    with pytest.raises(NotSigned, match="malformed"):
        verify_compact(token, [public], None)
