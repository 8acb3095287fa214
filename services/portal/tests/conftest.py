import json
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from servicekit.testing import serve_process

SERVICES = ("crypto", "math", "portal")


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Real services that the portal shows: one of them is a portal, as in a platform."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                serve_process(f"flowforge_{name}.app:app", tmp_path_factory.mktemp(name))
            ).url
            for name in SERVICES
        }


@pytest.fixture(scope="session")
def client(addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    settings = {"FLOWFORGE_PORTAL_SERVICES": json.dumps(addresses)}
    folder = tmp_path_factory.mktemp("platform")
    with (
        serve_process("flowforge_portal.app:app", folder, environment=settings) as served,
        httpx.Client(base_url=served.url, timeout=60) as client,
    ):
        yield client
