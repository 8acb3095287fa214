"""A real n8n executes the ready-made workflows against a running platform: `make test-n8n`."""

import base64
import io
import os
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from PIL import Image

pytestmark = [
    pytest.mark.deep,
    pytest.mark.installs,
    pytest.mark.system,
    pytest.mark.timeout(3000),
    pytest.mark.skipif("FLOWFORGE_TEST_N8N" not in os.environ, reason="`make test-n8n` installs n8n: 1 GB"),
]
Execute = Callable[[str], dict[str, Any]]
SHA256_OF_ADDRESS = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"


def content(item: dict[str, Any]) -> bytes:
    return base64.b64decode(item["binary"]["data"]["data"])


def pages(item: dict[str, Any]) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(content(item))).pages]


def test_an_http_request_node_hashes(execute: Execute) -> None:
    (item,) = execute("http-request-hash")["Hash the e-mail address"]
    assert item["json"]["hash"] == SHA256_OF_ADDRESS


def test_an_http_request_node_makes_and_reads_a_pdf(execute: Execute) -> None:
    items = execute("http-request-make-and-read-pdf")
    assert "Invoice 7" in pages(items["Make a PDF"][0])[0]
    assert "240.00" in str(items["Read its text"][0]["json"])


def test_the_node_makes_merges_and_splits_pdfs(execute: Execute) -> None:
    items = execute("node-merge-and-split-pdfs")
    chapters = ["Beginning", "Middle", "End"]
    assert [pages(item) for item in items["Make PDFs"]] == [[one] for one in chapters]
    (merged,) = items["Merge them"]
    assert pages(merged) == chapters
    assert merged["json"]["pages"] == 3
    assert [pages(item) for item in items["Split again"]] == [[one] for one in chapters]


def test_the_node_waits_for_a_job(execute: Execute) -> None:
    items = execute("node-picture-as-job")
    (converted,) = items["Compress as a job"]
    assert Image.open(io.BytesIO(content(converted))).format == "WEBP"
    assert items["Read it"][0]["json"]["format"] == "webp"
