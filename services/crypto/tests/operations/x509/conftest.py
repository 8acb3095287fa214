from collections.abc import Iterator

import httpx
import pytest

from flowforge_crypto.app import app
from servicekit.testing import serve


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve(app) as url, httpx.Client(base_url=f"{url}/api/v1/crypto", timeout=60) as opened:
        yield opened
