import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import ValidationError
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.claims import InvalidClaim
from flowforge_crypto.core.jose.keys import SecretIsKey
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey, NotSignable, SecretTooShort
from flowforge_crypto.core.jose.tokens import read_header, read_part
from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.jwk_terms import KeyNotForUse
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded, UnreadableKey
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwt.sign import SignJwtRequest, sign_jwt

SECRET = "a secret of at least thirty-two characters"
PEM = write_key(generate("ed25519"), "pem")
WEAK = write_key(rsa.generate_private_key(65537, 1024), "pem")  # noqa: S505 - it is refused


def test_times_and_header() -> None:
    before = int(time.time())
    request = SignJwtRequest(
        claims={"sub": "42", "name": "Zoë"}, secret=SECRET, expires_in_seconds=60, header={"kid": "k1"}
    )
    result = sign_jwt(request)
    claims = read_part(result.token.split(".")[1])
    assert claims["exp"] - claims["iat"] == 60
    assert before <= claims["iat"] <= int(time.time())
    assert claims["name"] == "Zoë"
    assert read_header(result.token) == {"typ": "JWT", "kid": "k1", "alg": "HS256"}


def test_given_times_stay() -> None:
    result = sign_jwt(SignJwtRequest(claims={"iat": 1}, secret=SECRET))
    assert read_part(result.token.split(".")[1]) == {"iat": 1}
    result = sign_jwt(SignJwtRequest(secret=SECRET, issued_at=False))
    assert read_part(result.token.split(".")[1]) == {}


@pytest.mark.parametrize("algorithm", ["RS256", "PS512"])
def test_a_jwk_names_the_algorithm(algorithm: Any) -> None:
    key = json.dumps(write(key_of("rsa-2048")) | {"alg": algorithm})
    assert sign_jwt(SignJwtRequest(key=key)).algorithm == algorithm
    with pytest.raises(AlgorithmNotForKey, match=f"which allows {algorithm}"):
        sign_jwt(SignJwtRequest(key=key, algorithm="RS384"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", ["\udc00"]])
def test_claims_that_json_cannot_carry(value: Any) -> None:
    with pytest.raises(ValidationError, match="holds"):
        SignJwtRequest(secret=SECRET, claims={"mine": value})
    with pytest.raises(ValidationError, match="holds"):
        SignJwtRequest(secret=SECRET, header={"mine": value})


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"secret": "x", "secret_encoding": "hex"}, UndecodableText),
        ({"key": "hello"}, UnreadableKey),
        ({"key": write_key(generate("ed25519").public_key(), "pem")}, PrivateKeyNeeded),
        ({"key": write_key(generate("ml-dsa-44"), "pem")}, UnsuitableKey),
        ({"key": PEM, "algorithm": "HS256"}, AlgorithmNotForKey),
        ({"secret": SECRET, "header": {"kid": 7}}, NotSignable),
        ({"secret": "short"}, SecretTooShort),
        ({"secret": SECRET, "algorithm": "HS512"}, SecretTooShort),
        ({"secret": write_key(generate("ed25519").public_key(), "pem")}, SecretIsKey),
        ({"secret": SECRET, "claims": {"exp": "1796021490"}}, InvalidClaim),
        ({"key": json.dumps(write(generate("ed25519")) | {"use": "enc"})}, KeyNotForUse),
        ({"key": WEAK}, WeakKey),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        sign_jwt(SignJwtRequest(**values))
