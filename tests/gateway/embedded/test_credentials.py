"""What the embedded gateway tells beyond Kong: why a key that was valid once is not any more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import sleep

import httpx
from gateway_stand.checks import assert_refused
from gateway_stand.stand import Embedded

PATH = "/api/v1/crypto/hash"


def _message(client: httpx.Client, **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return assert_refused(client.get(PATH, headers=named), 401, "UNAUTHENTICATED")


def test_a_revoked_key(embedded: Embedded, nobody: httpx.Client, name: Callable[[str], str]) -> None:
    consumer = name("revoked")
    key = embedded.key(consumer)
    embedded.store.revoke(consumer)
    embedded.render()
    embedded.wait_for(key, known=False)
    assert _message(nobody, X_API_Key=key) == "This API key has been revoked"
    assert _message(nobody, Authorization=f"Bearer {key}") == "This API key has been revoked"
    assert _message(nobody, X_API_Key=key[:-1]) == "This API key is not valid"


def test_an_expired_key(embedded: Embedded, nobody: httpx.Client, name: Callable[[str], str]) -> None:
    end = datetime.now(UTC) + timedelta(seconds=2)
    key = embedded.store.add(name("brief"), tier="enterprise", expires=end).key
    embedded.render()
    embedded.wait_for(key)
    sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()) + 0.1)
    assert _message(nobody, X_API_Key=key) == "This API key has expired; use a newer one"
    embedded.key(name("witness"))  # rendered later, without the key
    assert _message(nobody, X_API_Key=key) == "This API key has expired; use a newer one"


def test_a_key_that_is_sent_twice(nobody: httpx.Client, key: str) -> None:
    answer = nobody.get(PATH, headers=[("X-API-Key", key), ("X-API-Key", key)])
    assert "more than once" in assert_refused(answer, 401, "UNAUTHENTICATED")


def test_tokens(embedded: Embedded, nobody: httpx.Client, name: Callable[[str], str]) -> None:
    consumer = name("token")
    embedded.store.add(consumer)
    embedded.store.add_jwt(consumer)
    embedded.key(name("witness"))
    token = embedded.store.token(consumer)
    changed = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    assert (
        _message(nobody, Authorization=f"Bearer {changed}")
        == "The JSON Web Token's issuer or signature is not valid"
    )
    embedded.store.revoke(consumer)
    embedded.key(name("witness"))
    assert (
        _message(nobody, Authorization=f"Bearer {token}")
        == "The JSON Web Token's issuer or signature is not valid"
    )
