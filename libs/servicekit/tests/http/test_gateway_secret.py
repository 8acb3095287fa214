"""Who reaches an operation: callers that the gateway names, and everybody only where it is public."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

SECRET = "shared with the gateway"
ECHO = "/api/v1/sample/echo"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("guarded")
    environment = {"FLOWFORGE_GATEWAY_SECRET": SECRET}
    with serve_process("kit_sample.app:app", folder, environment=environment) as served:
        yield served


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "GATEWAY_REQUIRED"),
        ({"X-User-Id": "ann"}, "GATEWAY_REQUIRED"),
        ({"X-User-Id": "ann", "X-Gateway-Secret": ""}, "GATEWAY_REQUIRED"),
        ({"X-User-Id": "ann", "X-Gateway-Secret": SECRET + "."}, "GATEWAY_REQUIRED"),
        ({"X-User-Id": "ann", "Authorization": f"Bearer {SECRET}"}, "GATEWAY_REQUIRED"),
        ({"X-Gateway-Secret": SECRET}, "CONSUMER_MISSING"),
        ({"X-Gateway-Secret": SECRET, "X-User-Id": ""}, "CONSUMER_MISSING"),
    ],
)
def test_other_callers_are_refused(guarded: ServedProcess, headers: dict[str, str], code: str) -> None:
    answer = httpx.post(guarded.url + ECHO, json={"text": "a"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, code)
    assert answer.headers["www-authenticate"] == 'Bearer realm="FlowForge"'
    assert SECRET not in answer.text


def test_the_refusal_says_how_to_call(guarded: ServedProcess) -> None:
    message = httpx.post(guarded.url + ECHO, json={"text": "a"}).json()["error"]["message"]
    assert "API key" in message
    assert "FLOWFORGE_ALLOW_DIRECT_CALLS" in message


def test_whom_the_gateway_names_is_served(guarded: ServedProcess) -> None:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": "ann"}
    answer = httpx.post(guarded.url + ECHO, json={"text": "a"}, headers=identity)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("headers", [{}, {"X-Gateway-Secret": "guessed guessed", "X-User-Id": "ann"}])
def test_everybody_reaches_what_is_public_as_nobody(guarded: ServedProcess, headers: dict[str, str]) -> None:
    answer = httpx.get(f"{guarded.url}/api/v1/sample/who", headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"id": "anonymous"})
    for path in ("/health", "/ready", "/live", "/openapi.json", "/docs"):
        assert httpx.get(guarded.url + path, headers=headers).status_code == 200


def test_direct_calls_are_a_choice(tmp_path: Path) -> None:
    environment = {"FLOWFORGE_GATEWAY_SECRET": SECRET, "FLOWFORGE_ALLOW_DIRECT_CALLS": "true"}
    with serve_process("kit_sample.app:app", tmp_path, environment=environment) as served:
        url = f"{served.url}/api/v1/sample/who"
        assert httpx.get(url).json() == {"id": "anonymous"}
        identity = {"X-Gateway-Secret": SECRET, "X-User-Id": "ann"}
        assert httpx.get(url, headers=identity).json() == {"id": "ann"}
        forged = {"X-Gateway-Secret": "guessed guessed", "X-User-Id": "ann"}
        assert httpx.post(served.url + ECHO, json={"text": "a"}, headers=forged).status_code == 401


@pytest.mark.parametrize(
    "environment",
    [
        {"FLOWFORGE_ALLOW_DIRECT_CALLS": "false"},
        {"FLOWFORGE_GATEWAY_SECRET": ""},
        {"FLOWFORGE_GATEWAY_SECRET": "short"},
    ],
)
def test_a_service_that_could_not_tell_callers_does_not_start(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    served = serve_process("kit_sample.app:app", tmp_path, environment=environment)
    with pytest.raises(RuntimeError) as failure, served:
        pass
    assert "FLOWFORGE_GATEWAY_SECRET" in str(failure.value)
    if "FLOWFORGE_ALLOW_DIRECT_CALLS" in environment:
        assert "FLOWFORGE_ALLOW_DIRECT_CALLS" in str(failure.value)
    assert "short" not in str(failure.value).replace("shorter", "")
