"""Fixtures: one platform for the session, and a consumer that is limited by nothing."""

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from openai import DefaultHttpxClient, OpenAI

sys.path.insert(0, str(Path(__file__).parent))  # for system_stand

from system_stand.platform import ABSENT, Platform, service_names

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="ffsys") as folder:  # short: a Unix socket's path is
        it = Platform(Path(folder) / "state")
        started = it.run("up", "--detach", *(name for name in service_names() if name != ABSENT))
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield it
        finally:
            assert it.run("down").returncode == 0


@pytest.fixture
def another() -> Iterator[Platform]:
    """A platform that the test starts and stops itself."""
    with tempfile.TemporaryDirectory(prefix="ffsys") as folder:
        it = Platform(Path(folder) / "state")
        try:
            yield it
        finally:
            it.run("down")


@pytest.fixture(scope="session")
def key(platform: Platform) -> str:
    return platform.key("everybody", "--tier", "enterprise")


@pytest.fixture
def client(platform: Platform, key: str) -> Iterator[httpx.Client]:
    with platform.client(key) as it:
        yield it


@pytest.fixture
def openai_client(platform: Platform, key: str) -> Iterator[OpenAI]:
    base = f"{platform.address}/api/v1/llm"
    # The client's own default closes in `__del__`, which fails when it is collected deep in a recursion.
    with OpenAI(
        base_url=base, api_key=key, max_retries=0, http_client=DefaultHttpxClient(timeout=120)
    ) as client:
        yield client


@pytest.fixture
def name() -> Callable[[], str]:
    """Make names of consumers that no other test uses."""
    return lambda: f"consumer-{next(_numbers)}"
