import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servicekit.testing import serve_process

SERVICES = ("crypto", "math")


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Two real services that the portal shows."""
    crypto, math = (tmp_path_factory.mktemp(name) for name in SERVICES)
    with (
        serve_process("flowforge_crypto.app:app", crypto) as first,
        serve_process("flowforge_math.app:app", math) as second,
    ):
        yield {"crypto": first.url, "math": second.url}


@pytest.fixture(scope="session")
def client(addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("portal")
    settings = {"FLOWFORGE_PORTAL_SERVICES": json.dumps(addresses)}
    with (
        serve_process("flowforge_portal.app:app", folder, environment={**os.environ, **settings}) as served,
        httpx.Client(base_url=served.url, timeout=60) as client,
    ):
        yield client
