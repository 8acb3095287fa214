from pathlib import Path

import pytest

from flowforge_gateway import ConsumerStore

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def store(tmp_path: Path) -> ConsumerStore:
    return ConsumerStore(tmp_path / "consumers.json")
