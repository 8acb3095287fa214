import csv
import io
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw, ImageFont

from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.tables import extract_tables
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat

ROWS = [
    ["Port", "Cargo", "Tons"],
    ["Douglas", "Timber", "1,204"],
    ["Ramsey", "", "88"],
    ["Peel", "Fish", "31"],
]


def ruled_table() -> bytes:
    picture = Image.new("L", (700, 320), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(24)
    for at in range(5):
        pen.line((40, 40 + 60 * at, 640, 40 + 60 * at), fill=0, width=2)
    for at in range(4):
        pen.line((40 + 200 * at, 40, 40 + 200 * at, 280), fill=0, width=2)
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            pen.text((60 + 200 * column, 55 + 60 * row), cell, font=font, fill=0)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def extract(context: Any) -> Any:
    return lambda file, **options: extract_tables(ReadingForm(file=file, **options), OcrSettings(), context)


def test_a_ruled_table_keeps_its_empty_cells(extract: Any, spooled: Any) -> None:
    (table,) = extract(spooled(ruled_table())).tables
    assert (table.kind, table.rows) == ("ruled", ROWS)
    assert list(csv.reader(io.StringIO(table.csv))) == ROWS
    assert "<tr><td>Peel</td><td>Fish</td><td>31</td></tr>" in table.html
    assert (round(table.box.width, -1), round(table.box.height, -1)) == (600, 240)


def test_the_table_of_an_invoice(extract: Any, upload: Any, truth: dict[str, str]) -> None:
    tables = extract(upload("invoice.png")).tables
    cells = [cell for table in tables for row in table.rows for cell in row if cell]
    assert cells
    assert all(
        cell.replace(" ", "") in truth["invoice.png"].replace(" ", "").replace("\n", "") for cell in cells
    )
    assert max(len(table.rows) for table in tables) >= 4


def test_the_rows_of_a_receipt_are_a_table(extract: Any, upload: Any) -> None:
    rows = [row for table in extract(upload("receipt.webp")).tables for row in table.rows]
    assert ["Sourdough loaf", "1", "4.25"] in rows


def test_a_page_without_a_table(extract: Any, upload: Any) -> None:
    assert extract(upload("french.png")).tables == []


def test_what_is_no_picture_is_refused(extract: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        extract(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/tables", json={"file": RECEIPT})
    assert answer.status_code == 200
    assert answer.json()["tables"][0]["rows"][0] == ["Coffee", "7.49"]
