from collections.abc import Iterator

import httpx
import pytest

from flowforge_data.app import app
from servicekit.testing import serve


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client
