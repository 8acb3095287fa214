from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from jobs_stand import Platform

PATH = "/api/v1/jobs/pipelines/templates"
TEMPLATE: dict[str, Any] = {
    "description": "Add twice.",
    "steps": [
        {"id": "a", "operation": "sample.add", "request": {"numbers": ["$parameters.left", 1]}},
        {"id": "b", "operation": "sample.add", "request": {"numbers": ["$steps.a.sum", "$parameters.right"]}},
    ],
    "output": "$steps.b.sum",
    "parameters": {"left": {"required": True}, "right": {"default": 10}},
}
Save = Callable[..., httpx.Response]


@pytest.fixture
def owner(running: Platform, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """A client of a consumer that only this test has."""
    with running.client(consumer=f"owner-{request.node.name}") as client:
        yield client


@pytest.fixture
def save(owner: httpx.Client) -> Save:
    def send(name: str, **changes: Any) -> httpx.Response:
        return owner.post(PATH, json={"name": name, **TEMPLATE, **changes})

    return send
