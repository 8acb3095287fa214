"""Fixtures: the gateway under test, one consumer for what does not need its own, and clients."""

import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for gateway_stand

from gateway_stand.stand import Embedded, Remote, Stand

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def stand() -> Iterator[Stand]:
    with tempfile.TemporaryDirectory(prefix="ffgw") as folder:  # short: a Unix socket's path is
        url = os.environ.get("GATEWAY_URL")
        admin_url = os.environ.get("GATEWAY_ADMIN_URL", "http://127.0.0.1:8001")
        found = Remote(Path(folder), url, admin_url) if url else Embedded(Path(folder))
        try:
            found.start()
            yield found
        finally:
            found.stop()


@pytest.fixture
def embedded(stand: Stand) -> Embedded:
    """The embedded gateway, for what needs its processes."""
    if not isinstance(stand, Embedded):
        pytest.skip("needs the embedded gateway's own processes")
    return stand


@pytest.fixture(scope="session")
def key(stand: Stand) -> str:
    return stand.key("everybody")


@pytest.fixture
def client(stand: Stand, key: str) -> Iterator[httpx.Client]:
    with stand.client(key) as it:
        yield it


@pytest.fixture
def nobody(stand: Stand) -> Iterator[httpx.Client]:
    with stand.client() as it:
        yield it


@pytest.fixture
def name() -> Callable[[str], str]:
    """Make names of consumers that no other test uses."""
    return lambda prefix: f"{prefix}-{next(_numbers)}"
