"""Progress of documents of several pages, as server-sent events."""

import io
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from flowforge_ocr.app import app
from flowforge_ocr.operations.batch import BatchForm, read_batch
from flowforge_ocr.settings import OcrSettings
from servicekit import ANONYMOUS
from servicekit.execution.worker.context import WorkerContext

FILES = Path(__file__).parents[1] / "files"
STREAM = {"accept": "text/event-stream"}


def pages_of(format_name: str, count: int = 3) -> bytes:
    page = Image.open(FILES / "small_print.png").convert("RGB")
    blank = Image.new("RGB", (300, 100), "white")
    buffer = io.BytesIO()
    page.save(buffer, format_name, save_all=True, append_images=[blank] * (count - 1))
    return buffer.getvalue()


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    frames = [frame.splitlines() for frame in text.split("\n\n") if frame and not frame.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


@pytest.mark.parametrize("kind", ["tiff", "pdf"])
def test_each_page_is_told_and_the_result_is_that_of_a_plain_call(client: httpx.Client, kind: str) -> None:
    content = pages_of(kind)
    answer = client.post("/read", files={"file": (f"scan.{kind}", content)}, headers=STREAM)
    assert answer.headers["content-type"].startswith("text/event-stream")
    *steps, (name, result) = events_of(answer.text)
    assert {step for step, _ in steps} == {"progress"}
    assert steps[0][1] == {"done": 1.0, "total": 3.0, "note": "page 1"}
    assert (steps[-1][1]["done"], steps[-1][1]["note"]) == (3.0, "page 3")
    plain = client.post("/read", files={"file": (f"scan.{kind}", content)})
    assert (name, result) == ("result", plain.json())


def test_what_is_no_picture_is_an_error_answer(client: httpx.Client) -> None:
    answer = client.post("/read", files={"file": ("notes.txt", b"hello")}, headers=STREAM)
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "IMAGE_FORMAT_UNKNOWN")


def test_pages_count_as_parts_of_the_files_of_a_batch(spooled: Any, tmp_path: Path) -> None:
    told: list[tuple[float, float, str]] = []
    context = WorkerContext(
        ANONYMOUS, "test", time.monotonic() + 120, tmp_path, 120, lambda *step: told.append(step)
    )
    files = [spooled(pages_of("tiff", 2), "two.tiff"), spooled(FILES / "small_print.png")]
    read_batch(BatchForm(files=files), OcrSettings(), context)
    assert told[0] == (0.5, 2.0, "two.tiff, page 1")
    assert told[-1] == (2.0, 2.0, "small_print.png")


def test_every_operation_that_answers_json_on_pages_tells_its_progress() -> None:
    answers = {
        path: methods["post"]["responses"]["200"]["content"].keys()
        for path, methods in app.openapi()["paths"].items()
        if "multipart/form-data" in methods.get("post", {}).get("requestBody", {}).get("content", ())
    }
    on_pages = {path for path, kinds in answers.items() if kinds <= {"application/json", "text/event-stream"}}
    assert len(on_pages) > 5
    assert on_pages == {path for path, kinds in answers.items() if "text/event-stream" in kinds}
