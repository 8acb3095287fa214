import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from files_stand import APP, client_of, environment, wait_for

from servicekit.testing import ServedProcess, serve_process

Shown = dict[str, float]
TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "500"}


def shown(served: ServedProcess, measure: str) -> Shown:
    """Return the values of a measure by consumer."""
    text = httpx.get(f"{served.url}/metrics").text
    found = re.findall(rf'^flowforge_{measure}{{consumer="([^"]*)"}} (\S+)$', text, re.MULTILINE)
    return {consumer: float(value) for consumer, value in found}


@pytest.fixture(scope="module")
def served_metered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("metered")
    settings = environment(folder) | {"FLOWFORGE_FILES_METERED_CONSUMERS": "2"}
    with serve_process(APP, folder, environment=settings) as server:
        yield server


@pytest.fixture
def metered(served_metered: ServedProcess) -> Callable[[str], httpx.Client]:
    """Open a client of any consumer."""
    return lambda name: client_of(served_metered, name)


def test_usage_is_published_for_those_who_keep_the_most(
    served_metered: ServedProcess, metered: Callable[[str], httpx.Client]
) -> None:
    """Two are named here, and the rest is summed up without a name."""
    sizes = {"small": 10, "smaller": 5, "large": 3000, "larger": 4000}
    ids = {}
    for name, size in sizes.items():
        with metered(name) as client:
            ids[name] = client.post("/api/v1/files", files={"file": ("a", bytes(size))}).json()["file_id"]
    named = {"larger": 4000.0, "large": 3000.0, "": 15.0}
    wait_for(lambda: shown(served_metered, "files_kept_bytes") == named)
    assert shown(served_metered, "files_kept") == {"larger": 1.0, "large": 1.0, "": 2.0}
    with metered("larger") as client:
        client.delete(f"/api/v1/files/{ids['larger']}")
    after = {"large": 3000.0, "small": 10.0, "": 5.0}
    wait_for(lambda: shown(served_metered, "files_kept_bytes") == after)
    assert "flowforge_files_consumers 3.0" in httpx.get(f"{served_metered.url}/metrics").text


def test_what_unfinished_uploads_hold_is_published(
    served_metered: ServedProcess, metered: Callable[[str], httpx.Client]
) -> None:
    with metered("large") as client:
        address = client.post("/api/v1/files/uploads", headers=TUS).headers["location"]
        wait_for(lambda: shown(served_metered, "files_reserved_bytes").get("large") == 500)
        client.delete(address, headers=TUS)
        wait_for(lambda: shown(served_metered, "files_reserved_bytes").get("large") == 0)
