"""JSON web tokens: three algorithms, their dates, and the ways in which tokens are forged."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any, get_args

import httpx
import pytest
from gateway_stand.checks import assert_refused, told
from gateway_stand.stand import Stand
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from flowforge_gateway import Algorithm

PATH = "/api/v1/crypto/x"
Key = OctKey | RSAKey | ECKey


class Signer:
    """A consumer that signs its own tokens with a key of its own."""

    def __init__(self, stand: Stand, consumer: str, algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.consumer = consumer
        api_key = stand.store.add(consumer, tier="enterprise").key
        if algorithm == "HS256":
            self.issuer = stand.store.add_jwt(consumer).issuer
            secret = stand.store.records()[-1].jwts[0].secret
            self.key: Key = OctKey.import_key(secret or "")
        else:
            self.key = RSAKey.generate_key(2048) if algorithm == "RS256" else ECKey.generate_key("P-256")
            self.public = self.key.as_pem(private=False)
            issued = stand.store.add_jwt(consumer, algorithm=algorithm, public_key=self.public.decode())
            self.issuer = issued.issuer
        stand.render()
        stand.wait_for(api_key)

    def token(self, key: Key | None = None, algorithm: str | None = None, **claims: Any) -> str:
        """Sign a token that is good unless *claims* say otherwise; None takes a claim away."""
        good = {"iss": self.issuer, "exp": int(time.time()) + 60}
        wanted = {name: value for name, value in (good | claims).items() if value is not None}
        algorithm = algorithm or self.algorithm
        return jwt.encode({"alg": algorithm}, wanted, key or self.key, algorithms=[algorithm])


@pytest.fixture(scope="module")
def signers(stand: Stand) -> dict[Algorithm, Signer]:
    return {it: Signer(stand, f"signer-{it.lower()}", it) for it in get_args(Algorithm)}


@pytest.fixture(params=get_args(Algorithm))
def signer(request: pytest.FixtureRequest, signers: dict[Algorithm, Signer]) -> Signer:
    return signers[request.param]


def _get(client: httpx.Client, token: str) -> httpx.Response:
    return client.get(PATH, headers={"Authorization": f"Bearer {token}"})


def test_a_token_is_accepted_again_and_again(nobody: httpx.Client, signer: Signer) -> None:
    token = signer.token()
    for _ in range(3):
        headers = told(_get(nobody, token))
        assert headers["x-consumer-username"] == signer.consumer
        assert headers["x-credential-identifier"] == signer.issuer
        assert "authorization" not in headers


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1_700_000_000},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": 4_000_000_000},
        {"nbf": 4e9},
        {"nbf": "4000000000"},
        {"nbf": True},
        {"sub": {"nbf": 1}, "nbf": 4_000_000_000},
        {"iss": "somebody-else"},
        {"iss": None},
    ],
    ids=str,
)
def test_a_token_that_does_not_count(nobody: httpx.Client, signer: Signer, claims: dict[str, Any]) -> None:
    assert_refused(_get(nobody, signer.token(**claims)), 401, "UNAUTHENTICATED")


def test_an_nbf_inside_another_claim_is_not_the_tokens(nobody: httpx.Client, signer: Signer) -> None:
    assert _get(nobody, signer.token(context={"nbf": 4_000_000_000})).status_code == 200


def test_a_token_whose_start_has_passed_counts(nobody: httpx.Client, signer: Signer) -> None:
    assert _get(nobody, signer.token(nbf=int(time.time()) - 5)).status_code == 200


def test_a_token_outranks_a_key(nobody: httpx.Client, signer: Signer, key: str) -> None:
    """As on Kong, whose jwt plugin runs first: of two credentials that are both valid the token counts."""
    headers = {"Authorization": f"Bearer {signer.token()}", "X-API-Key": key}
    assert told(nobody.get(PATH, headers=headers))["x-consumer-username"] == signer.consumer


def test_a_key_helps_a_token_that_is_not_valid(nobody: httpx.Client, signer: Signer, key: str) -> None:
    for claims in ({"exp": 1_700_000_000}, {"iss": "somebody-else"}):
        headers = {"Authorization": f"Bearer {signer.token(**claims)}", "X-API-Key": key}
        assert told(nobody.get(PATH, headers=headers))["x-consumer-username"] == "everybody"


def test_a_key_does_not_help_a_token_of_the_future(nobody: httpx.Client, signer: Signer, key: str) -> None:
    headers = {"Authorization": f"Bearer {signer.token(nbf=4_000_000_000)}", "X-API-Key": key}
    message = assert_refused(nobody.get(PATH, headers=headers), 401, "UNAUTHENTICATED")
    assert message == "The token is not valid yet"


def test_a_token_ends_while_it_is_used(nobody: httpx.Client, signer: Signer) -> None:
    end = int(time.time()) + 2
    token = signer.token(exp=end)
    assert _get(nobody, token).status_code == 200
    time.sleep(end - time.time() + 0.1)
    assert_refused(_get(nobody, token), 401, "UNAUTHENTICATED")


def test_a_signature_of_another_key_is_none(nobody: httpx.Client, signer: Signer) -> None:
    others: dict[str, Key] = {
        "HS256": OctKey.import_key("another-secret-another-secret-another"),
        "RS256": RSAKey.generate_key(2048),
        "ES256": ECKey.generate_key("P-256"),
    }
    assert_refused(_get(nobody, signer.token(key=others[signer.algorithm])), 401, "UNAUTHENTICATED")


def test_a_changed_token_is_none(nobody: httpx.Client, signers: dict[Algorithm, Signer]) -> None:
    header, _, signature = signers["HS256"].token().split(".")
    claims = _part({"iss": signers["ES256"].issuer, "exp": int(time.time()) + 60})
    assert_refused(_get(nobody, f"{header}.{claims}.{signature}"), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_a_token_without_a_signature_is_none(nobody: httpx.Client, signer: Signer, algorithm: str) -> None:
    claims = _part({"iss": signer.issuer, "exp": int(time.time()) + 60})
    for signature in ("", "e30"):
        token = f"{_part({'alg': algorithm})}.{claims}.{signature}"
        assert_refused(_get(nobody, token), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_public_key_is_no_shared_secret(
    nobody: httpx.Client, signers: dict[Algorithm, Signer], algorithm: Algorithm
) -> None:
    signer = signers[algorithm]
    claims = _part({"iss": signer.issuer, "exp": int(time.time()) + 60})
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{claims}"
    token = f"{signed}.{_hmac(signer.public, signed)}"
    assert_refused(_get(nobody, token), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize("token", ["a.b.c", "..", "e30.e30.e30", "a.b", "a.b.c.d", "é.é.é"])
def test_garbage_is_no_token(nobody: httpx.Client, token: str) -> None:
    answer = nobody.get(PATH, headers={"Authorization": f"Bearer {token}".encode("latin-1")})
    assert_refused(answer, 401, "UNAUTHENTICATED")


def test_a_token_in_the_address_is_none(nobody: httpx.Client, signer: Signer) -> None:
    assert_refused(nobody.get(PATH, params={"jwt": signer.token()}), 401, "UNAUTHENTICATED")


def test_the_command_line_signs_such_tokens(
    stand: Stand, nobody: httpx.Client, name: Callable[[str], str]
) -> None:
    consumer = name("token")
    stand.store.add(consumer)
    stand.store.add_jwt(consumer, algorithm="ES256")
    stand.key(name("witness"))
    assert told(_get(nobody, stand.store.token(consumer)))["x-consumer-username"] == consumer


def _part(content: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _hmac(secret: bytes, signed: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret, signed.encode(), hashlib.sha256)).decode().rstrip("=")
