import time
from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey, NotSignable
from flowforge_crypto.core.jose.tokens import read_header, read_part
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded, UnreadableKey
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwt.sign import SignJwtRequest, sign_jwt

SECRET = "a secret of at least thirty-two characters"
PEM = write_key(generate("ed25519"), "pem")


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
    assert not result.weak


def test_given_times_stay() -> None:
    result = sign_jwt(SignJwtRequest(claims={"iat": 1}, secret=SECRET))
    assert read_part(result.token.split(".")[1]) == {"iat": 1}
    result = sign_jwt(SignJwtRequest(secret=SECRET, issued_at=False))
    assert read_part(result.token.split(".")[1]) == {}


def test_a_short_secret_is_flagged() -> None:
    assert sign_jwt(SignJwtRequest(secret="short")).weak
    assert sign_jwt(SignJwtRequest(secret=SECRET, algorithm="HS512")).weak
    assert not sign_jwt(SignJwtRequest(key=PEM)).weak


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"secret": "x", "secret_encoding": "hex"}, UndecodableText),
        ({"key": "hello"}, UnreadableKey),
        ({"key": write_key(generate("ed25519").public_key(), "pem")}, PrivateKeyNeeded),
        ({"key": write_key(generate("ml-dsa-44"), "pem")}, UnsuitableKey),
        ({"key": PEM, "algorithm": "HS256"}, AlgorithmNotForKey),
        ({"secret": SECRET, "header": {"kid": 7}}, NotSignable),
    ],
)
def test_errors(values: Any, error: Any) -> None:
    with pytest.raises(error):
        sign_jwt(SignJwtRequest(**values))
