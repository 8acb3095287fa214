"""Scans are read by the ocr service itself, which runs beside this one."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFont

from servicekit.testing import ServedProcess, serve_process

SECRET = "the gateway's secret in tests"
IDENTITY = {"X-Gateway-Secret": SECRET, "X-User-ID": "ada"}
SETTINGS = {"FLOWFORGE_GATEWAY_SECRET": SECRET, "FLOWFORGE_VECTOR_MIN_FREE_BYTES": "1000000"}


def scan(text: str) -> Image.Image:
    picture = Image.new("RGB", (1000, 300), "white")
    ImageDraw.Draw(picture).text((60, 100), text, "black", ImageFont.load_default(size=64))
    return picture


def encoded(kind: str, first: Image.Image, *others: Image.Image) -> bytes:
    output = io.BytesIO()
    if others:
        first.save(output, kind, save_all=True, append_images=others)
    else:
        first.save(output, kind)
    return output.getvalue()


@pytest.fixture(scope="module")
def ocr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    pytest.importorskip("flowforge_ocr")
    folder = tmp_path_factory.mktemp("ocr")
    environment = {"FLOWFORGE_GATEWAY_SECRET": SECRET}
    with serve_process("flowforge_ocr.app:app", folder, environment=environment) as served:
        yield served


@pytest.fixture(scope="module")
def reader(ocr: ServedProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a vector service that knows the ocr service, with one collection."""
    folder: Path = tmp_path_factory.mktemp("reader")
    environment = {**SETTINGS, "FLOWFORGE_VECTOR_OCR_URL": f"{ocr.url}/api/v1/ocr"}
    with serve_process("flowforge_vector.app:app", folder, environment=environment) as served:
        address = f"{served.url}/api/v1/vector"
        with httpx.Client(base_url=address, headers=IDENTITY, timeout=160) as client:
            body = {"name": "scans", "text_search": "keyword"}
            client.post("/collections", json=body).raise_for_status()
            yield client


def ingest(client: httpx.Client, name: str, content: bytes, **fields: str) -> Any:
    answer = client.post("/collections/scans/ingest", files={"file": (name, content)}, data=fields)
    return answer.json()


def test_scanned_pages_are_found_with_their_page(reader: httpx.Client) -> None:
    content = encoded("PDF", scan("Invoice for bicycles"), scan("Delivery in August"))
    answer = ingest(reader, "scan.pdf", content)
    assert answer["status"] == "created"
    assert answer["warnings"] == ["page_recognized:1", "page_recognized:2"]
    found = reader.post("/collections/scans/search", json={"text": "delivery", "limit": 1}).json()
    hit = found["results"][0]
    assert "Invoice for bicycles\n\nDelivery in August" in hit["text"]
    assert hit["payload"]["chunk"]["page"] == 1
    assert ingest(reader, "scan.pdf", content)["status"] == "unchanged"


def test_pictures_are_read(reader: httpx.Client) -> None:
    answer = ingest(reader, "photo.png", encoded("PNG", scan("Opening hours")))
    assert (answer["status"], answer["warnings"]) == ("created", ["page_recognized:1"])
    found = reader.get("/collections/scans/documents/photo.png").json()["contents"]
    assert "Opening hours" in found[0]["text"]


def test_an_empty_scan_and_a_damaged_picture_have_names(reader: httpx.Client) -> None:
    blank = ingest(reader, "blank.pdf", encoded("PDF", Image.new("RGB", (300, 300), "white")))
    assert blank["error"]["code"] == "DOCUMENT_WITHOUT_TEXT"
    damaged = ingest(reader, "damaged.png", b"\x89PNG\r\n\x1a\n and nothing else")
    assert damaged["error"]["code"] == "RECOGNITION_FAILED"
    assert damaged["error"]["message"].startswith("'file' is a scan whose text could not be read: ")


def test_the_ocr_service_may_be_away(reader: httpx.Client, ocr: ServedProcess) -> None:
    os.kill(ocr.process.pid, signal.SIGKILL)
    ocr.process.wait()
    error = ingest(reader, "late.png", encoded("PNG", scan("Late")))["error"]
    assert (error["code"], error["retryable"]) == ("RECOGNITION_UNAVAILABLE", True)
