"""The service with its embedded engines, served for the whole run."""

from collections.abc import Iterator

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

PREFIX = "/api/v1/llm"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("llm")
    environment = {"FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}"}
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as served:
        yield served


@pytest.fixture
def client(service: ServedProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url + PREFIX, timeout=120) as client:
        yield client
