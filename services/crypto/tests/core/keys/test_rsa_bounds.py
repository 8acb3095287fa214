"""RSA keys that no library would use: refused by name where they come in."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flowforge_crypto.app import app
from flowforge_crypto.core.keys.reading import read_key_text
from flowforge_crypto.core.keys.rsa_checks import KeyTooLarge
from servicekit.testing import serve


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/crypto", timeout=60) as opened:
        yield opened


def jwk(bits: int, exponent: int) -> str:
    return json.dumps({"kty": "RSA", "n": text(1 << (bits - 1) | 1), "e": text(exponent)})


def text(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


LARGE = {
    "modulus": jwk(16_385, 65_537),
    "exponent": jwk(2048, (1 << 64) | 1),
    "both": jwk(16_384, (1 << 4000) | 1),
}


@pytest.mark.parametrize("key", LARGE.values(), ids=LARGE)
def test_large_keys_are_refused(key: str) -> None:
    with pytest.raises(KeyTooLarge, match="at most 16384 and 64 bits are allowed"):
        read_key_text(key, "key")


def test_the_largest_key() -> None:
    assert read_key_text(jwk(16_384, (1 << 63) | 1), "key").key_size == 16_384  # type: ignore[union-attr]  # it is RSA


CALLS: dict[str, dict[str, Any]] = {
    "rsa/encrypt": {"text": "a"},
    "verify": {"text": "a", "signature": "AAAA"},
    "jws/verify": {"token": "a.b.c"},
    "jwe/encrypt": {"text": "a"},
    "hpke/encrypt": {"text": "a"},
    "key/thumbprint": {},
    "key/convert": {},
    "key/public": {},
}


@pytest.mark.parametrize("path", CALLS)
def test_operations_name_the_key(client: httpx.Client, path: str) -> None:
    answer = client.post(f"/{path}", json=CALLS[path] | {"key": LARGE["both"]})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "KEY_TOO_LARGE")
    assert error["details"][0]["field"] == "key"


def test_a_key_set_with_a_large_key_verifies_nothing(client: httpx.Client) -> None:
    token = f"{segment({'alg': 'RS256'})}.{segment({'sub': 'a'})}.{'A' * 2730}"
    answer = client.post("/jwt/verify", json={"token": token, "jwks": {"keys": [json.loads(LARGE["both"])]}})
    assert answer.status_code in (200, 422), answer.text
    assert answer.json().get("valid") in (False, None)


def segment(document: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")
