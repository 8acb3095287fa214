"""A file_id wherever a file goes in, `output=file` wherever one comes out."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

CONTENT = os.urandom(300_000).hex().encode()
SECRET = "shared with the gateway"


def settings(folder: Path) -> dict[str, str]:
    return {
        "FLOWFORGE_FILES_URL": f"file://{folder}/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_QUOTA_BYTES": '{"basic": 2000000}',
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("stored")
    with serve_process("kit_sample.app:app", folder, environment=settings(folder)) as server:
        yield server


def caller(server: ServedProcess, name: str, tier: str = "free") -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": name, "X-Consumer-Tier": tier}
    return httpx.Client(base_url=f"{server.url}/api/v1/sample", headers=identity, timeout=20)


@pytest.fixture(scope="module")
def ann(served: ServedProcess) -> Iterator[httpx.Client]:
    with caller(served, "ann") as client:
        yield client


@pytest.fixture(scope="module")
def bob(served: ServedProcess) -> Iterator[httpx.Client]:
    with caller(served, "bob") as client:
        yield client


@pytest.fixture(scope="module")
def kept(ann: httpx.Client) -> dict[str, str]:
    form = {"way": "path", "name": "../größe.txt"}
    answer = ann.post("/upper?output=file", files={"file": ("a", CONTENT)}, data=form)
    assert answer.status_code == 200, answer.text
    found: dict[str, str] = answer.json()["file"]
    return found


@pytest.mark.parametrize("way", ["bytes", "path", "pieces"])
def test_a_result_is_kept_however_it_is_made(ann: httpx.Client, way: str) -> None:
    answer = ann.post("/upper?output=file", files={"file": ("a", CONTENT)}, data={"way": way})
    file = answer.json()["file"]
    assert (file["bytes"], file["sha256"]) == (len(CONTENT), hashlib.sha256(CONTENT.upper()).hexdigest())
    assert "base64" not in file


def test_a_kept_name_has_no_folder(kept: dict[str, str]) -> None:
    assert (kept["name"], kept["media_type"]) == ("größe.txt", "text/plain")


def test_a_file_id_goes_in_as_json_and_as_a_form_field(ann: httpx.Client, kept: dict[str, str]) -> None:
    reference = {"file_id": kept["file_id"]}
    answer = ann.post("/measure", json={"file": reference})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["sha256"], answer.json()["name"]) == (kept["sha256"], "größe.txt")
    parts = {"file": (None, f'{{"file_id": "{kept["file_id"]}"}}')}
    assert ann.post("/measure", files=parts).json()["sha256"] == kept["sha256"]


def test_a_list_of_files_goes_in_and_comes_out(ann: httpx.Client, kept: dict[str, str]) -> None:
    references = [{"file_id": kept["file_id"]}, {"base64": "YWJj", "name": "b.txt"}]
    answer = ann.post("/gather?output=file", json={"files": references})
    assert answer.status_code == 200, answer.text
    files = answer.json()["files"]
    assert [file["name"] for file in files] == ["größe.txt", "b.txt"]
    assert files[0]["sha256"] == kept["sha256"]
    assert files[0]["file_id"] != kept["file_id"]


def test_our_own_address_needs_no_request_and_no_owner(bob: httpx.Client, kept: dict[str, str]) -> None:
    """Nothing listens at the address: it is resolved from the signature alone."""
    answer = bob.post("/measure", json={"file": {"url": kept["url"]}})
    assert (answer.status_code, answer.json()["sha256"]) == (200, kept["sha256"])


def test_an_altered_address_is_refused(bob: httpx.Client, kept: dict[str, str]) -> None:
    altered = kept["url"].replace("expires=", "expires=9")
    answer = bob.post("/measure", json={"file": {"url": altered}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FILE_SIGNATURE_INVALID")


def test_another_consumer_s_file_id_is_unknown(bob: httpx.Client, kept: dict[str, str]) -> None:
    answer = bob.post("/measure", json={"file": {"file_id": kept["file_id"]}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")


@pytest.mark.parametrize("file_id", ["", "file_", "../../etc/passwd", "https://example.com/a"])
def test_what_is_no_file_id_is_unknown(ann: httpx.Client, file_id: str) -> None:
    answer = ann.post("/measure", json={"file": {"file_id": file_id}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "FILE_NOT_FOUND")


def test_a_stored_file_too_large_for_its_field_is_not_copied(ann: httpx.Client, kept: dict[str, str]) -> None:
    answer = ann.post("/gather", json={"picture": {"file_id": kept["file_id"]}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_TOO_LARGE")


def test_a_result_beyond_the_quota_is_refused(served: ServedProcess) -> None:
    with caller(served, "carl", "basic") as carl:
        codes = [
            carl.post(
                "/upper?output=file",
                content=os.urandom(400_000).hex(),
                headers={"content-type": "text/plain"},
            ).status_code
            for _ in range(3)
        ]
    assert codes == [200, 200, 413]


def test_the_store_is_pinged(ann: httpx.Client) -> None:
    assert ann.get("/health").json()["checks"]["files"]["status"] == "ok"
