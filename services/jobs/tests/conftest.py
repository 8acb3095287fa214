"""The jobs service, a worker, a scheduler, and a service whose operations behave as they are told."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent / "stand"))

from jobs_stand import Platform, platform

SERVICES = {"sample": "jobs_sample.app:app", "data": "flowforge_data.app:app"}
LIMITS = {"FLOWFORGE_JOBS_MAX_RESULT_FILE_BYTES": str(32 << 20)}


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with platform(tmp_path_factory.mktemp("jobs"), SERVICES, **LIMITS) as started:
        yield started


@pytest.fixture
def client(running: Platform) -> Iterator[httpx.Client]:
    with running.client() as opened:
        yield opened


@pytest.fixture
def bob(running: Platform) -> Iterator[httpx.Client]:
    with running.client(consumer="bob") as opened:
        yield opened


@pytest.fixture
def sample(running: Platform) -> Iterator[httpx.Client]:
    with running.client("sample") as opened:
        yield opened


Submit = Callable[..., dict[str, Any]]


@pytest.fixture
def submit(client: httpx.Client) -> Submit:
    """Create a job, of sample.add unless said otherwise, and return its document."""

    def create(**fields: Any) -> dict[str, Any]:
        document = {"operation": "sample.add", "request": {"numbers": [12, 18]}, **fields}
        answer = client.post("/api/v1/jobs", json=document)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    return create
