"""Pages that fail, pages for which there is no time, and engines that are named."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from PIL import Image

from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_ocr.operations.read import ReadForm, read_text
from flowforge_ocr.settings import OcrSettings
from servicekit import ANONYMOUS, TimedOut
from servicekit.execution.worker.context import WorkerContext

FILES = Path(__file__).parents[1] / "files"


def tiff(*names: str) -> bytes:
    pages = [Image.open(FILES / name).convert("RGB") for name in names]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def late(folder: Path, seconds: float) -> WorkerContext:
    return WorkerContext(ANONYMOUS, "test", time.monotonic() + seconds, folder, seconds, lambda *_: None)


def test_without_time_the_pages_are_named_if_a_partial_result_is_wanted(spooled: Any, tmp_path: Path) -> None:
    file = spooled(tiff("french.png", "small_print.png"), "two.tiff")
    found = read_text(ReadForm(file=file, partial=True), OcrSettings(), late(tmp_path, 1))
    assert (found.complete, found.text, found.pages) == (False, "", [])
    assert [(page.page, page.code) for page in found.failed_pages] == [
        (1, "OCR_PAGE_NOT_REACHED"),
        (2, "OCR_PAGE_NOT_REACHED"),
    ]
    assert found.warnings[0] == (
        "Page 1 was not read: There was no time for this page: send it again with 'pages'."
    )
    with pytest.raises(TimedOut):
        read_text(ReadForm(file=file), OcrSettings(), late(tmp_path, -1))


def test_with_time_a_partial_result_is_whole(context: Any, spooled: Any) -> None:
    file = spooled(tiff("french.png", "small_print.png"), "two.tiff")
    found = read_text(ReadForm(file=file, partial=True), OcrSettings(), context)
    assert found.complete
    assert [page.page for page in found.pages] == [1, 2]
    assert "steam crane" in found.text


def kill_a_page(before: set[int]) -> bool:
    """Kill the first fork of a worker that reads a page."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for worker in psutil.Process().children():
            for fork in worker.children():
                if fork.pid not in before and "servicekit.execution" in " ".join(fork.cmdline()):
                    fork.kill()
                    return True
    return False


def test_a_killed_page_spoils_no_other(client: httpx.Client) -> None:
    content = tiff("french.png", "small_print.png", "french.png")
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(client.post, "/read", files={"file": ("three.tiff", content)})
        assert kill_a_page(before)
        answer = waiting.result()
    assert answer.status_code == 200
    found = answer.json()
    assert [page["code"] for page in found["failed_pages"]] == ["OCR_PAGE_CRASHED"]
    assert len(found["pages"]) == 2
    assert not found["complete"]


def test_an_engine_is_chosen_and_doubtful_words_are_read_again(context: Any, upload: Any) -> None:
    form = ReadForm(
        file=upload("small_print.png"), engine="faster_paddle_tiny", second_engine="ppocr", detail="words"
    )
    (page,) = read_text(form, OcrSettings(), context).pages
    assert (page.engine, page.model) == ("faster_paddle_tiny", "PP-OCRv6_tiny")
    assert "A small museum now shows maps" in page.text
    assert {word.engine for line in page.lines for word in line.words} <= {"faster_paddle_tiny", "ppocr"}


@pytest.mark.parametrize("field", ["engine", "second_engine"])
def test_an_engine_that_is_not_installed_is_named(context: Any, upload: Any, field: str) -> None:
    form = ReadForm.model_validate({"file": upload("french.png"), field: "tesseract"})
    with pytest.raises(OcrEngineNotInstalled, match="'tesseract' is not installed"):
        read_text(form, OcrSettings(tesseract="/nowhere/tesseract"), context)
