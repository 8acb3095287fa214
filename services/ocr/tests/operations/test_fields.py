from typing import Any

import httpx
import pytest

from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.fields import FieldsResult, read_fields
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


@pytest.fixture
def read(context: Any) -> Any:
    return lambda file, **options: read_fields(ReadingForm(file=file, **options), OcrSettings(), context)


def values(found: FieldsResult) -> dict[str, str]:
    return {field.name: field.value for field in found.fields}


def test_a_receipt(read: Any, upload: Any) -> None:
    found = read(upload("receipt.webp"))
    fields = values(found)
    assert fields["seller"] == "CORNER MARKET"
    assert fields["date"] == "2024-03-09"
    assert (fields["subtotal"], fields["tax"], fields["tax_rate"]) == ("26.51", "3.58", "13.5")
    assert (fields["total"], fields["currency"]) == ("30.09", "EUR")
    items = [(item.description, item.quantity, str(item.amount)) for item in found.line_items]
    assert ("Sourdough loaf", 1, "4.25") in items
    assert len(items) == 6
    assert all(check.passed for check in found.checks)
    assert len(found.checks) == 2
    reviewed = {field.name for field in found.fields if field.needs_review}
    assert reviewed == {"seller"}


def test_an_invoice(read: Any, upload: Any, truth: dict[str, str]) -> None:
    found = read(upload("invoice.png"))
    assert values(found)["total"] in truth["invoice.png"].replace(",", "")
    assert len(found.line_items) >= 3


def test_a_wrong_sum_needs_review(read: Any, spooled: Any) -> None:
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - for this test alone

    picture = Image.new("L", (420, 260), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(26)
    rows = [
        ("Quay Bakery", ""),
        ("Bread", "4.00"),
        ("Butter", "2.50"),
        ("Subtotal", "6.50"),
        ("VAT", "0.65"),
        ("Total", "8.15"),
    ]
    for at, (label, amount) in enumerate(rows):
        pen.text((20, 10 + 40 * at), label, font=font, fill=0)
        pen.text((320, 10 + 40 * at), amount, font=font, fill=0)
    found = read(spooled(_png(picture)))
    assert found.needs_review
    assert {check.name: check.passed for check in found.checks} == {
        "subtotal_and_tax_make_total": False,
        "items_make_total": True,
    }
    assert next(field for field in found.fields if field.name == "total").needs_review


def _png(picture: Any) -> bytes:
    import io  # noqa: PLC0415 - for this test alone

    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_page_that_is_no_receipt(read: Any, upload: Any) -> None:
    found = read(upload("french.png"))
    assert "total" not in values(found)
    assert "No total was found" in found.warnings[-1]


def test_what_is_no_picture_is_refused(read: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        read(spooled(b"hello"))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/fields", json={"file": RECEIPT})
    assert answer.status_code == 200
    total = next(field for field in answer.json()["fields"] if field["name"] == "total")
    assert (total["value"], total["quote"].split()[-1]) == ("7.49", "7.49")
