"""The Lua that protects services on Kong, executed by LuaJIT as Kong does."""

import sys
from base64 import urlsafe_b64encode
from pathlib import Path

import orjson
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for pdk

from pdk import Request, run, source

from flowforge_gateway.declaration.snippets import Snippet

NOW = 1_800_000_000


def token(payload: str, padding: str = "") -> str:
    encoded = urlsafe_b64encode(payload.encode()).decode().rstrip("=")
    return f"e30.{encoded}{padding}.c2ln"


@pytest.mark.parametrize(
    "value",
    [
        "X-User-ID",
        "x-user-id",
        "close, X-Consumer-ID",
        "keep-alive,x-gateway-secret",
        "close ,\tX-Consumer-Tier",
        ",,X-Anything",
    ],
)
def test_a_connection_header_that_names_an_end_to_end_header_is_refused(value: str) -> None:
    answer = run(Snippet.CONNECTION, Request({"Connection": value}))
    assert answer.status == 400
    assert answer.message == "Connection names a header that is not hop-by-hop"


@pytest.mark.parametrize(
    "value",
    [None, "", "close", "keep-alive", "Upgrade", "keep-alive, Upgrade", "TE", "Upgrade, HTTP2-Settings"],
)
def test_a_usual_connection_header_passes(value: str | None) -> None:
    headers = {} if value is None else {"Connection": value}
    assert run(Snippet.CONNECTION, Request(headers)).status is None


@pytest.mark.parametrize(
    "payload",
    [
        f'{{"nbf": {NOW + 1}}}',
        f'{{"nbf":{NOW + 1}.5}}',
        '{"nbf": 4e9}',
        f'{{"nbf": "{NOW + 60}"}}',
        f'{{"\\u006ebf": {NOW + 60}}}',
        f'{{"sub": {{"nbf": 1}}, "nbf": {NOW + 60}}}',
        f'{{"list": [{{"nbf": 1}}, "}}"], "nbf" : {NOW + 60} }}',
        f'{{"text": "\\"nbf\\": 1, {{", "nbf": {NOW + 60}}}',
        '{"nbf": null}',
        '{"nbf": true}',
        '{"nbf": [1]}',
    ],
)
@pytest.mark.parametrize("padding", ["", "=", "=="])
def test_a_token_from_the_future_is_refused(payload: str, padding: str) -> None:
    answer = run(Snippet.NOT_BEFORE, Request(token=token(payload, padding), now=NOW))
    assert (answer.status, answer.message) == (401, "The token is not valid yet")


@pytest.mark.parametrize(
    "payload",
    [
        "{}",
        f'{{"nbf": {NOW}}}',
        '{"nbf": 0}',
        '{"nbf": 1.5e9}',
        f'{{"sub": {{"nbf": {NOW + 60}}}}}',
        f'{{"list": [{{"nbf": {NOW + 60}}}], "nbf": 1}}',
        f'{{"text": "\\"nbf\\": {NOW + 60}"}}',
        f'{{"nbf ": {NOW + 60}}}',
        "not json at all",
        "",
    ],
)
def test_a_token_that_has_begun_passes(payload: str) -> None:
    assert run(Snippet.NOT_BEFORE, Request(token=token(payload), now=NOW)).status is None


def test_without_a_verified_token_there_is_nothing_to_check() -> None:
    assert run(Snippet.NOT_BEFORE, Request({"Authorization": "Bearer a.b.c"})).status is None


def test_browsers_are_told_to_stay_on_tls() -> None:
    assert "Strict-Transport-Security" in run(Snippet.HSTS, Request(scheme="https")).headers
    assert not run(Snippet.HSTS, Request(scheme="http")).headers


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, {"WWW-Authenticate": 'Bearer realm="FlowForge"'}),
        (404, {}),
        (502, {"Retry-After": "2"}),
        (503, {"Retry-After": "2"}),
        (504, {}),
    ],
)
def test_errors_of_the_gateway_are_announced_as_json(status: int, expected: dict[str, str]) -> None:
    answer = run(Snippet.ENVELOPE_HEAD, Request(status=status, rewrite=False))
    assert answer.rewrite
    assert answer.cleared == ["Content-Length"]
    assert answer.headers == {"Content-Type": "application/json; charset=utf-8"} | expected


@pytest.mark.parametrize(("origin", "status"), [("service", 503), ("exit", 200), ("exit", 304)])
def test_other_answers_are_left_alone(origin: str, status: int) -> None:
    answer = run(Snippet.ENVELOPE_HEAD, Request(source=origin, status=status, rewrite=False))
    assert not answer.rewrite
    assert not answer.headers


def test_the_body_of_an_answer_of_the_service_is_left_alone() -> None:
    assert run(Snippet.ENVELOPE_BODY, Request(status=500, rewrite=False, body="{}")).body is None


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "BAD_REQUEST", False),
        (401, "UNAUTHENTICATED", False),
        (403, "FORBIDDEN", False),
        (404, "NOT_FOUND", False),
        (405, "METHOD_NOT_ALLOWED", False),
        (413, "PAYLOAD_TOO_LARGE", False),
        (414, "URI_TOO_LONG", False),
        (417, "PAYLOAD_TOO_LARGE", False),
        (429, "RATE_LIMITED", True),
        (500, "INTERNAL_ERROR", False),
        (502, "UPSTREAM_FAILED", True),
        (503, "UNAVAILABLE", True),
        (504, "TIMED_OUT", True),
        (494, "GATEWAY_ERROR", False),
    ],
)
def test_the_envelope(status: int, code: str, retryable: bool) -> None:  # noqa: FBT001 - a column of a table
    request = Request(
        {"X-Request-ID": 'a-1"},<b>'}, status=status, body='{"message":"words \\"said\\"","request_id":"9"}'
    )
    body = run(Snippet.ENVELOPE_BODY, request).body
    assert orjson.loads(body or "") == {
        "error": {
            "code": code,
            "message": "words  ",
            "details": [],
            "requestId": "a-1b",
            "retryable": retryable,
        }
    }


def test_a_plain_text_error_gets_a_sentence() -> None:
    body = run(Snippet.ENVELOPE_BODY, Request(status=405, body="Method not allowed\nrequest_id: 8")).body
    assert orjson.loads(body or "")["error"]["message"] == "The gateway refused this request"


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "Send X-API-Key, Authorization: Bearer, or Basic credentials"),
        ({"X-API-Key": "no"}, "This API key is not valid"),
        ({"apikey": "no"}, "This API key is not valid"),
        ({"Authorization": "Bearer no"}, "This API key is not valid"),
        ({"Authorization": "bearer e30.e30.x"}, "This JSON Web Token is not valid or has expired"),
        ({"Authorization": "Basic bm86bm8="}, "The user name or the password is wrong"),
        ({"Authorization": "Digest x"}, "Send X-API-Key, Authorization: Bearer, or Basic credentials"),
    ],
)
def test_a_failed_credential_has_its_own_sentence(headers: dict[str, str], message: str) -> None:
    termination = '{"message":"Send X-API-Key, Authorization: Bearer, or Basic credentials"}'
    body = run(Snippet.ENVELOPE_BODY, Request(headers, status=401, body=termination)).body
    assert orjson.loads(body or "")["error"]["message"] == message


def test_other_sentences_of_401_stay() -> None:
    body = run(
        Snippet.ENVELOPE_BODY,
        Request(
            {"Authorization": "Bearer a.b.c"}, status=401, body='{"message":"The token is not valid yet"}'
        ),
    ).body
    assert orjson.loads(body or "")["error"]["message"] == "The token is not valid yet"


@pytest.mark.parametrize("snippet", Snippet)
def test_no_snippet_needs_more_than_the_sandbox_gives(snippet: Snippet) -> None:
    code = source(snippet)
    assert not [word for word in ("require", "io.", "os.", "debug", "load(", "_G") if word in code]
