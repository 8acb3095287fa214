"""No permitted request costs more than its deadline, nor the other consumers theirs.

One consumer sends the dearest request of each operation several times at once; another sends a cheap one.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools.repository import Service, services

from servicekit import Process
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.testing import ServedProcess, serve_process

pytestmark = [pytest.mark.dearest, pytest.mark.timeout(3000)]
SECRET = "shared with the gateway"
AT_ONCE = 4
# Refusals that tell a consumer to wait are right; a deadline that passed is not.
REFUSED = {429, 503}


@pytest.fixture(scope="module", params=services(), ids=lambda service: service.name)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Service, ServedProcess]]:
    service: Service = request.param
    folder: Path = tmp_path_factory.mktemp(service.name)
    key = os.urandom(32).hex()
    environment = {
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_CRYPTO_MASTER_KEY": key,
        "FLOWFORGE_FILES_URL": (folder / "files").as_uri(),
        "FLOWFORGE_FILES_INDEX_URL": f"sqlite:///{folder / 'index.sqlite'}",
        "FLOWFORGE_FILES_SIGNING_KEY": key,
    }
    with serve_process(f"{service.package}.app:app", folder, environment=environment) as running:
        yield service, running


def client(running: ServedProcess, service: Service, consumer: str) -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": consumer}
    return httpx.Client(base_url=f"{running.url}/api/v1/{service.name}", headers=identity, timeout=120)


def blocking(service: Service) -> list[Endpoint]:
    """Return the operations that hold a thread or a process, or the event loop itself."""
    return [
        endpoint
        for endpoint in service.endpoints
        if not endpoint.is_async
        and endpoint.operation.method == "POST"
        and "{" not in endpoint.operation.path
    ]


def dearest(endpoint: Endpoint) -> list[Any]:
    """Return the declared request, or the example with all numbers at their maximum, then each of them."""
    operation = endpoint.operation
    if operation.dearest is not None:
        return [operation.dearest() if callable(operation.dearest) else operation.dearest]
    example, form = operation.example, endpoint.form
    if form is None or not isinstance(example, dict):
        return [example]
    properties = form.model_json_schema().get("properties", {})
    most = {name: value for name, schema in properties.items() if (value := _maximum(schema)) is not None}
    each = [example | {name: value} for name, value in most.items()]
    return [example | most, *each] if most else [example]


def _maximum(schema: dict[str, Any]) -> float | None:
    found = [one["maximum"] for one in (schema, *schema.get("anyOf", ())) if "maximum" in one]
    return max(found) if found else None


def test_dearest_requests_end_in_time_and_stop_nobody(served: tuple[Service, ServedProcess]) -> None:
    service, running = served
    wrong: list[str] = []
    with (
        client(running, service, "greedy") as greedy,
        client(running, service, "modest") as modest,
        ThreadPoolExecutor(AT_ONCE) as callers,
    ):
        cheap = _cheap(service, modest)
        for endpoint in blocking(service):
            for body in dearest(endpoint):
                path = endpoint.operation.path
                sent = [callers.submit(greedy.post, path, json=body) for _ in range(AT_ONCE)]
                answer = modest.post(cheap.operation.path, json=cheap.operation.example)
                if not answer.is_success:
                    wrong.append(f"{endpoint.operation_id} stops others: {answer.status_code} {answer.text}")
                wrong += _late(endpoint, sent)
                if all(one.result().is_success for one in sent):
                    break  # all maxima together were permitted: none alone costs more
    assert not wrong


def _cheap(service: Service, modest: httpx.Client) -> Endpoint:
    """Return an operation on the shared threads, or else in a process, whose example is served."""
    candidates = sorted(blocking(service), key=lambda one: isinstance(one.operation.run, Process))
    for endpoint in candidates:
        answer = modest.post(endpoint.operation.path, json=endpoint.operation.example)
        if answer.is_success:
            return endpoint
    pytest.skip("no operation of this service holds a thread or a process")


def _late(endpoint: Endpoint, sent: list["Future[httpx.Response]"]) -> list[str]:
    answers = [one.result() for one in sent]
    return [
        f"{endpoint.operation_id}: {answer.status_code} {answer.text[:300]}"
        for answer in answers
        if answer.status_code >= 500 and answer.status_code not in REFUSED
    ]
