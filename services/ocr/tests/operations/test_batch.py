import io
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_ocr.core.recognition.languages import UnsupportedLanguage
from flowforge_ocr.operations.batch import BatchForm, read_batch
from flowforge_ocr.settings import OcrSettings
from servicekit import ANONYMOUS
from servicekit.execution.worker.context import WorkerContext

FILES = Path(__file__).parents[1] / "files"
PDFS = Path(__file__).parents[3] / "pdf/tests/files"


@pytest.fixture
def batch(context: Any) -> Any:
    return lambda files, **options: read_batch(BatchForm(files=files, **options), OcrSettings(), context)


def test_one_bad_file_spoils_nothing(batch: Any, upload: Any, spooled: Any) -> None:
    files = [
        upload("french.png"),
        spooled(b"hello", "notes.txt"),
        spooled(PDFS / "r4-user-password.pdf"),
        upload("small_print.png"),
    ]
    found = batch(files)
    assert (found.read, found.failed) == (2, 2)
    assert [item.error.code if item.error else None for item in found.items] == [
        None,
        "IMAGE_FORMAT_UNKNOWN",
        "PDF_PASSWORD_REQUIRED",
        None,
    ]
    assert "steam crane" in found.items[3].text
    assert found.items[1].name == "notes.txt"


def test_what_there_is_no_time_for_is_told(upload: Any, tmp_path: Path) -> None:
    late = WorkerContext(ANONYMOUS, "test", time.monotonic() + 5, tmp_path, 5, lambda *_: None)
    found = read_batch(BatchForm(files=[upload("french.png")]), OcrSettings(), late)
    assert [item.error.code for item in found.items if item.error] == ["OCR_NOT_READ_IN_TIME"]


def test_what_is_wrong_for_all_is_an_error(batch: Any, upload: Any) -> None:
    with pytest.raises(UnsupportedLanguage):
        batch([upload("french.png")], languages=["ru"])


def test_through_http(client: httpx.Client) -> None:
    names = ["french.png", "small_print.png"]
    answer = client.post("/batch", files=[("files", (name, (FILES / name).read_bytes())) for name in names])
    assert [item["name"] for item in answer.json()["items"]] == names
    assert answer.json()["failed"] == 0


def test_an_archive_is_read_file_by_file(batch: Any, spooled: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write(FILES / "french.png", "scans/french.png")
        archive.writestr("notes.txt", "hello")
    found = batch([spooled(buffer.getvalue(), "scans.zip")])
    assert [item.name for item in found.items] == ["scans/french.png", "notes.txt"]
    assert "Élodie" in found.items[0].text
    assert found.items[1].error.code == "IMAGE_FORMAT_UNKNOWN"
