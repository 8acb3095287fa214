"""Who may call: keys, bearer keys and Basic; and everybody else gets 401 in the envelope."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import sleep

import httpx
import pytest
from gateway_stand.checks import assert_refused, told
from gateway_stand.stand import Stand

PATH = "/api/v1/crypto/hash"


@pytest.mark.parametrize("header", ["X-API-Key", "apikey", "x-api-key"])
def test_a_key_is_accepted(nobody: httpx.Client, key: str, header: str) -> None:
    assert nobody.get(PATH, headers={header: key}).status_code == 200


def test_a_key_may_come_as_a_bearer_token(nobody: httpx.Client, key: str) -> None:
    assert nobody.get(PATH, headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_the_scheme_may_be_in_lower_case(nobody: httpx.Client, key: str) -> None:
    """RFC 9110, 11.1. Kong knows `Bearer` and `bearer`, the embedded gateway any case."""
    assert nobody.get(PATH, headers={"Authorization": f"bearer {key}"}).status_code == 200


def test_basic_is_accepted(stand: Stand, nobody: httpx.Client, name: Callable[[str], str]) -> None:
    consumer = name("basic")
    key = stand.key(consumer)
    login = stand.store.add_login(consumer)
    stand.render()
    answer = _until(nobody, 200, auth=(login.username, login.password))
    assert told(answer)["x-consumer-username"] == consumer
    assert told(answer)["x-credential-identifier"] == login.username
    assert nobody.get(PATH, headers={"X-API-Key": key}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": "nope"},
        {"X-API-Key": ""},
        {"Authorization": "Bearer nope"},
        {"Authorization": "Basic bm9wZTpub3Bl"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic /////w=="},
        {"Authorization": "Digest x"},
        {"Authorization": ""},
        {"X-API-Key": "ÿ".encode("latin-1")},
    ],
    ids=str,
)
def test_without_a_credential_nobody_passes(nobody: httpx.Client, headers: dict[str, str]) -> None:
    answer = nobody.get(PATH, headers=headers)
    assert_refused(answer, 401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == 'Bearer realm="FlowForge"'


def test_each_kind_of_credential_has_its_own_sentence(nobody: httpx.Client) -> None:
    sent = [
        {},
        {"X-API-Key": "nope"},
        {"Authorization": "Basic bm9wZTpub3Bl"},
        {"Authorization": "Bearer e30.e30.x"},
    ]
    messages = [assert_refused(nobody.get(PATH, headers=headers), 401, "UNAUTHENTICATED") for headers in sent]
    assert messages[0] == "Send X-API-Key, Authorization: Bearer, or Basic credentials"
    assert messages[1] == "This API key is not valid"
    assert messages[2] == "The user name or the password is wrong"
    assert "JSON Web Token" in messages[3]


def test_a_key_in_the_address_is_none(nobody: httpx.Client, key: str) -> None:
    assert_refused(nobody.get(PATH, params={"apikey": key, "X-API-Key": key}), 401, "UNAUTHENTICATED")


def test_two_keys_are_none(nobody: httpx.Client, key: str) -> None:
    headers = [("X-API-Key", key), ("X-API-Key", key)]
    assert_refused(nobody.get(PATH, headers=headers), 401, "UNAUTHENTICATED")


def test_the_word_bearer_alone_does_not_make_a_key(nobody: httpx.Client, key: str) -> None:
    assert nobody.get(PATH, headers={"Authorization": f"Bearer  {key}"}).status_code == 401


def test_a_consumer_may_be_confined(stand: Stand, name: Callable[[str], str]) -> None:
    with stand.client(stand.key(name("confined"), services=("crypto", "llm"))) as confined:
        assert confined.get("/api/v1/crypto/x").status_code == 200
        assert confined.get("/api/v1/llm/x").status_code == 200
        assert_refused(confined.get("/api/v1/math/x"), 403, "FORBIDDEN")


def test_an_expired_key_is_none(stand: Stand, nobody: httpx.Client, name: Callable[[str], str]) -> None:
    end = datetime.now(UTC) + timedelta(seconds=2)
    key = stand.store.add(name("brief"), tier="enterprise", expires=end).key
    stand.render()
    stand.wait_for(key)
    sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()) + 0.1)
    stand.render()  # Kong knows no dates: it is told again
    assert_refused(_until(nobody, 401, headers={"X-API-Key": key}), 401, "UNAUTHENTICATED")


def _until(client: httpx.Client, status: int, **how: object) -> httpx.Response:
    for _ in range(200):
        answer = client.get(PATH, **how)  # type: ignore[arg-type] # httpx's own options
        if answer.status_code == status:
            return answer
        sleep(0.02)
    return answer
