"""Upload by URL: the safe fetcher against a web server of this machine, which tests alone may allow."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from files_stand import APP, client_of

from servicekit.testing import ServedProcess, serve_process

ASSETS = Path(str(files("importlinter"))) / "ui" / "static"
ICON = ASSETS / "logo.png"
SCRIPT = max(ASSETS.rglob("*.js"), key=lambda path: path.stat().st_size)


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def web() -> Iterator[Callable[[Path], str]]:
    """Serve the files of an installed package; lead to one of them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(ASSETS)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield lambda path: f"http://127.0.0.1:{server.server_port}/{path.relative_to(ASSETS)}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def fetching(stored: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    allowed = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true", "FLOWFORGE_MAX_FILE_BYTES": "1000000"}
    folder = tmp_path_factory.mktemp("fetching")
    index = {"FLOWFORGE_FILES_INDEX_URL": f"sqlite://{folder}/index.sqlite"}
    with serve_process(APP, folder, environment=stored | index | allowed) as server:
        yield server


@pytest.fixture
def ann(fetching: ServedProcess) -> Iterator[httpx.Client]:
    with client_of(fetching, "ann") as client:
        yield client


def usage(client: httpx.Client) -> tuple[int, int]:
    found = client.get("/api/v1/files/usage").json()
    return found["bytes"], found["reserved_bytes"]


def test_what_lies_at_an_address_is_kept(ann: httpx.Client, web: Callable[[Path], str]) -> None:
    answer = ann.post("/api/v1/files", json={"file": {"url": web(ICON)}})
    assert answer.status_code == 201, answer.text
    kept, content = answer.json(), ICON.read_bytes()
    assert (kept["name"], kept["media_type"], kept["bytes"]) == (ICON.name, "image/png", len(content))
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    assert ann.get(f"/api/v1/files/{kept['file_id']}/content").content == content


def test_another_name_may_be_given(ann: httpx.Client, web: Callable[[Path], str]) -> None:
    form = {"file": {"url": web(ICON), "name": "../b.png"}, "expires_in_hours": 1}
    assert ann.post("/api/v1/files", json=form).json()["name"] == "b.png"


@pytest.mark.parametrize(
    ("path", "code"), [(SCRIPT, "URL_TOO_LARGE"), (ASSETS / "nowhere.bin", "URL_NOT_OK")]
)
def test_what_cannot_be_fetched_leaves_nothing(
    ann: httpx.Client, web: Callable[[Path], str], path: Path, code: str
) -> None:
    before = usage(ann)
    answer = ann.post("/api/v1/files", json={"file": {"url": web(path)}})
    assert answer.json()["error"]["code"] == code, answer.text
    assert "'file.url'" in answer.json()["error"]["message"]
    assert usage(ann) == before
