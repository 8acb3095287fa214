"""The service that takes and gives bytes without models, served for the whole run."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process


@pytest.fixture(scope="session")
def streams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder: Path = tmp_path_factory.mktemp("streams")
    settings = {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_BODY_TIMEOUT_SECONDS": "1",
        "FLOWFORGE_MAX_FILE_BYTES": "20000000",
    }
    with serve_process("stream_sample.app:app", folder, environment=settings) as server:
        yield server


@pytest.fixture
def stream(streams: ServedProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{streams.url}/api/v1/stream", timeout=20) as client:
        yield client
