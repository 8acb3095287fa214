"""Decisions on a rendered declaration, with a clock that the test moves; tests/gateway has the rest."""

from base64 import b64encode
from typing import Any

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from flowforge_gateway import ConsumerStore
from flowforge_gateway.declaration.document import validate
from flowforge_gateway.policy.decisions import Passed, Policy, Refused, RequestHeaders

NOW = 1_800_000_000


class _Clock:
    now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def policy(rendered: dict[str, Any], clock: _Clock) -> Policy:
    return Policy(validate(rendered), clock)


@pytest.fixture
def key(rendered: dict[str, Any]) -> bytes:
    secret: str = rendered["consumers"][1]["keyauth_credentials"][0]["key"]
    return secret.encode()


def _passes(policy: Policy, *headers: tuple[bytes, bytes], route: str = "crypto") -> bool:
    return isinstance(policy.decide(route, list(headers)), Passed)


def _token(rendered: dict[str, Any], **claims: Any) -> bytes:
    credential = rendered["consumers"][1]["jwt_secrets"][0]
    wanted = {"iss": credential["key"], "exp": NOW + 60} | claims
    key = OctKey.import_key(credential["secret"])
    return b"Bearer " + jwt.encode({"alg": "HS256"}, wanted, key).encode()


def test_the_answer_tells_the_service_who_calls(policy: Policy, rendered: dict[str, Any], key: bytes) -> None:
    decision = policy.decide("crypto", [(b"x-api-key", key)])
    assert isinstance(decision, Passed)
    lines = decision.grant.head.decode().split("\r\n")
    consumer = rendered["consumers"][1]
    assert f"x-user-id: {consumer['id']}" in lines
    assert "x-consumer-tier: pro" in lines
    assert f"x-credential-identifier: {consumer['keyauth_credentials'][0]['id']}" in lines
    removed = next(line for line in lines if line.startswith("x-envoy-auth-headers-to-remove"))
    assert {"x-api-key", "apikey", "authorization"} <= set(removed.partition(": ")[2].split(","))
    assert "x-user-id" not in removed


def test_an_unknown_route_is_none(policy: Policy, key: bytes) -> None:
    decision = policy.decide("elsewhere", [(b"x-api-key", key)])
    assert isinstance(decision, Refused)
    assert decision.status == 404


def test_a_refusal_keeps_the_request_id_and_no_more(policy: Policy) -> None:
    decision = policy.decide("crypto", [(b"x-request-id", b'a-1"},<b>\xff')])
    assert isinstance(decision, Refused)
    body = decision.answer.partition(b"\r\n\r\n")[2]
    assert orjson.loads(body)["error"]["requestId"] == "a-1b"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"x-api-key", b"")],
        [(b"x-api-key", b"ff_x")],
        [(b"authorization", b"Bearer")],
        [(b"authorization", b"Basic " + b64encode(b"acme"))],
        [(b"authorization", b"Basic " + b64encode(b"acme:wrong"))],
        [(b"authorization", b"Basic " + b64encode(b"\xff\xfe:x"))],
        [(b"authorization", b"Bearer \xff.\xff.\xff")],
    ],
)
def test_nobody_passes(policy: Policy, headers: RequestHeaders) -> None:
    decision = policy.decide("crypto", headers)
    assert isinstance(decision, Refused)
    assert (decision.status, decision.caller, decision.service) == (401, None, "crypto")


def test_the_first_header_with_a_key_counts(policy: Policy, key: bytes) -> None:
    assert _passes(policy, (b"apikey", b"wrong"), (b"x-api-key", key))
    assert not _passes(policy, (b"apikey", key), (b"x-api-key", b"wrong"))
    assert not _passes(policy, (b"x-api-key", key), (b"x-api-key", key))


def test_another_credential_helps_a_wrong_key(policy: Policy, rendered: dict[str, Any]) -> None:
    login = rendered["consumers"][1]["basicauth_credentials"][0]
    basic = b"Basic " + b64encode(f"{login['username']}:{login['password']}".encode())
    assert _passes(policy, (b"x-api-key", b"wrong"), (b"authorization", basic))
    assert _passes(policy, (b"x-api-key", b"wrong"), (b"authorization", _token(rendered)))


def test_a_token_is_checked_against_the_clock_at_every_use(
    policy: Policy, rendered: dict[str, Any], clock: _Clock
) -> None:
    header = (b"authorization", _token(rendered, nbf=NOW + 10, exp=NOW + 20))
    seen = []
    for now in (NOW, NOW + 9.9, NOW + 10, NOW + 19.9, NOW + 20):
        clock.now = now
        seen.append(_passes(policy, header))
    assert seen == [False, False, True, True, False]


@pytest.mark.parametrize(
    "claims", [{"iss": 7}, {"iss": ""}, {"exp": True}, {"nbf": "now"}, {"exp": None}], ids=str
)
def test_claims_of_a_wrong_kind_are_none(
    policy: Policy, rendered: dict[str, Any], claims: dict[str, Any]
) -> None:
    assert not _passes(policy, (b"authorization", _token(rendered, **claims)))


def test_a_credential_ends_on_its_date(rendered: dict[str, Any], key: bytes, clock: _Clock) -> None:
    consumer = rendered["consumers"][1]
    for credential in (
        *consumer["keyauth_credentials"],
        *consumer["jwt_secrets"],
        *consumer["basicauth_credentials"],
    ):
        credential["tags"] = [f"expires:{NOW + 5}"]
    policy = Policy(validate(rendered), clock)
    token = (b"authorization", _token(rendered))
    assert _passes(policy, (b"x-api-key", key))
    assert _passes(policy, token)
    clock.now = NOW + 5
    assert not _passes(policy, (b"x-api-key", key))
    assert not _passes(policy, token)


def test_a_consumer_passes_only_where_it_may(rendered: dict[str, Any], key: bytes, clock: _Clock) -> None:
    rendered["consumers"][1]["acls"] = [{"group": "math"}]
    policy = Policy(validate(rendered), clock)
    decision = policy.decide("crypto", [(b"x-api-key", key)])
    assert isinstance(decision, Refused)
    assert (decision.status, decision.caller, decision.service) == (403, "acme", "crypto")
    assert _passes(policy, (b"x-api-key", key), route="math")


def test_the_index_holds_hashes_only(store: ConsumerStore, rendered: dict[str, Any]) -> None:
    policy = Policy(validate(rendered))
    secrets = [store.records()[0].keys[0].secret, store.records()[0].logins[0].password]
    callers = policy._credentials
    kept = repr((callers._keys, callers._logins, list(callers._logins)))
    assert not any(secret in kept for secret in secrets)
