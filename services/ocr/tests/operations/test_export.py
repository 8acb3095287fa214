import io
from typing import Any

import httpx
import pytest
from lxml import etree
from PIL import Image

from flowforge_ocr.operations.export import ExportForm, export_text
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def export(context: Any) -> Any:
    def run(file: Any, **options: Any) -> tuple[str, Any]:
        made = export_text(ExportForm(file=file, **options), OcrSettings(), context)
        return made.data.decode(), made

    return run


def test_plain_text(export: Any, upload: Any, truth: dict[str, str]) -> None:
    text, made = export(upload("small_print.png"), format="text")
    assert text.split() == truth["small_print.png"].split()
    assert (made.name, made.report.pages, made.report.words) == ("small_print.txt", 1, len(text.split()))


def test_markdown_has_tables_and_paragraphs(export: Any, upload: Any) -> None:
    text, _ = export(upload("invoice.png"), format="markdown")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows[1].replace(" ", "").strip("|-") == ""
    assert len({row.count("|") for row in rows}) == 1
    assert len(rows) > 5


def test_hocr_has_every_word_with_its_box(export: Any, upload: Any, truth: dict[str, str]) -> None:
    text, _ = export(upload("small_print.png"), format="hocr")
    root = etree.fromstring(text.encode())
    words = [each for each in root.iter(f"{HTML}span") if each.get("class") == "ocrx_word"]
    assert " ".join(each.text or "" for each in words).split() == truth["small_print.png"].split()
    assert all((each.get("title") or "").startswith("bbox ") for each in words)


def test_alto_has_every_word_with_its_box(export: Any, upload: Any, truth: dict[str, str]) -> None:
    text, _ = export(upload("small_print.png"), format="alto")
    root = etree.fromstring(text.encode())
    words = list(root.iter(f"{ALTO}String"))
    assert [each.get("CONTENT") for each in words] == truth["small_print.png"].split()
    assert all(float(each.get("WC") or 0) > 0.5 for each in words)
    page = next(root.iter(f"{ALTO}Page"))
    assert (page.get("WIDTH"), page.get("HEIGHT")) == ("640", "164")


def test_tsv_has_the_columns_of_tesseract(export: Any, upload: Any, truth: dict[str, str]) -> None:
    text, _ = export(upload("small_print.png"), format="tsv")
    head, *rows = [line.split("\t") for line in text.splitlines()]
    assert head[0] == "level"
    assert {len(row) for row in rows} == {12}
    assert [row[11] for row in rows if row[0] == "5"] == truth["small_print.png"].split()


@pytest.mark.parametrize("kind", ["text", "markdown", "hocr", "alto", "tsv"])
def test_a_blank_page_gives_an_empty_document(export: Any, spooled: Any, kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("L", (300, 200), 255).save(buffer, "PNG")
    text, made = export(spooled(buffer.getvalue()), format=kind)
    assert made.report.words == 0
    if kind in {"hocr", "alto"}:
        etree.fromstring(text.encode())


def test_what_is_no_picture_is_refused(export: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        export(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/export", json={"file": {"base64": example()}, "format": "hocr"})
    assert answer.status_code == 200
    assert "TOTAL" in answer.text
    assert ".hocr.html" in answer.headers["content-disposition"]


def example() -> str:
    from flowforge_ocr.core.requests.examples import RECEIPT  # noqa: PLC0415 - used once

    return str(RECEIPT["base64"])
