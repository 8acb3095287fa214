"""What a service is told about the caller, and that nobody can forge it."""

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from gateway_stand.checks import told
from gateway_stand.stand import SECRET, Stand

FORGED = {
    "X-User-ID": "root",
    "X-Consumer-ID": "root",
    "X-Consumer-Username": "root",
    "X-Consumer-Custom-ID": "root",
    "X-Consumer-Tier": "root",
    "X-Credential-Identifier": "root",
    "X-Gateway-Secret": "root",
}
# The gateway sends none of these: a service that looked for them would believe the client.
NEVER_SENT = {
    "X-Consumer-Groups": "admin",
    "X-Credential-Username": "root",
    "X-Anonymous-Consumer": "false",
    "X-Authenticated-UserId": "root",
    "X-Authenticated-Groups": "admin",
    "X-Forwarded-Prefix": "/elsewhere",
}
CREDENTIALS = ("x-api-key", "apikey", "authorization")


def test_the_service_learns_who_calls(stand: Stand, name: Callable[[str], str]) -> None:
    consumer = name("identity")
    with stand.client(stand.key(consumer, tier="pro")) as client:
        headers = told(client.get("/api/v1/crypto/x"))
    record = stand.store.get(consumer)
    assert headers["x-user-id"] == headers["x-consumer-id"] == record.id
    assert headers["x-consumer-username"] == consumer
    assert headers["x-consumer-tier"] == "pro"
    assert headers["x-credential-identifier"] == record.credentials[0].id
    assert headers["x-gateway-secret"] == SECRET


def test_the_id_outlives_keys_and_not_names(stand: Stand, name: Callable[[str], str]) -> None:
    consumer = name("stable")
    seen = []
    for change in (stand.store.add, stand.store.rotate):
        key = change(consumer).key
        stand.render()
        stand.wait_for(key)
        with stand.client(key) as client:
            seen.append(told(client.get("/api/v1/crypto/x"))["x-user-id"])
    stand.store.revoke(consumer)
    with stand.client(stand.key(consumer)) as client:
        reborn = told(client.get("/api/v1/crypto/x"))["x-user-id"]
    assert seen[0] == seen[1] != reborn


def test_no_credential_reaches_the_service(nobody: httpx.Client, key: str) -> None:
    for headers in ({"X-API-Key": key}, {"apikey": key}, {"Authorization": f"Bearer {key}"}):
        answer = nobody.get("/api/v1/crypto/x", headers=headers)
        assert not set(told(answer)) & set(CREDENTIALS)
        assert key not in answer.text


@pytest.mark.parametrize("header", FORGED)
def test_a_forged_identity_does_not_survive(client: httpx.Client, header: str) -> None:
    honest = told(client.get("/api/v1/crypto/x"))
    forging = told(client.get("/api/v1/crypto/x", headers={header: FORGED[header]}))
    assert forging[header.lower()] == honest[header.lower()] != "root"


@pytest.mark.parametrize("path", ["/api/v1/crypto/x", "/api/v1/crypto/health", "/api/v1/files/signed/x"])
def test_identity_headers_of_other_gateways_do_not_survive(client: httpx.Client, path: str) -> None:
    headers = told(client.get(path, headers=NEVER_SENT))
    assert not set(headers) & {name.lower() for name in NEVER_SENT}


def test_a_client_cannot_choose_its_route(stand: Stand, name: Callable[[str], str]) -> None:
    """The embedded gateway tells its decision service the matched route in this header."""
    forged = {"X-FlowForge-Route": "crypto"}
    with stand.client(stand.key(name("confined"), services=("crypto",))) as client:
        assert client.get("/api/v1/math/x", headers=forged).status_code == 403


@pytest.mark.parametrize("path", ["/api/v1/crypto/health", "/api/v1/files/signed/x"])
def test_an_open_route_tells_of_nobody(nobody: httpx.Client, path: str) -> None:
    headers = told(nobody.get(path, headers=FORGED | {"X-API-Key": "k", "Authorization": "Bearer k"}))
    assert not set(headers) & {name.lower() for name in FORGED}
    assert not set(headers) & set(CREDENTIALS)


def test_the_request_id_is_made_told_and_echoed(client: httpx.Client) -> None:
    answer = client.get("/api/v1/crypto/x")
    assert told(answer)["x-request-id"] == answer.headers["x-request-id"]
    assert len(answer.headers["x-request-id"]) == 36
    assert client.get("/api/v1/crypto/x").headers["x-request-id"] != answer.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/api/v1/crypto/x", "/api/v1/crypto/health", "/nowhere"])
def test_a_request_id_of_the_client_is_kept(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"X-Request-ID": "mine-1"})
    assert answer.headers.get_list("x-request-id") == ["mine-1"]


def test_the_service_learns_where_the_request_came_from(stand: Stand, client: httpx.Client) -> None:
    forged = {"X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "evil", "X-Forwarded-Port": "1"}
    headers = told(client.get("/api/v1/crypto/x", headers=forged | {"X-Forwarded-For": "9.9.9.9"}))
    address = urlsplit(stand.url)
    assert headers["x-forwarded-proto"] == "http"
    assert headers["x-forwarded-host"] == address.hostname
    assert headers["x-forwarded-port"] == str(address.port)
    assert headers["x-forwarded-for"].replace(" ", "").startswith("9.9.9.9,")
