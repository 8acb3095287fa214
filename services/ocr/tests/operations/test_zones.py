import io
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.operations.zones import ZoneOnMissingPage, ZonesForm, read_zones
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat

TEMPLATE = [
    {"name": "holder", "x": 0.3, "y": 0.05, "width": 0.65, "height": 0.15},
    {"name": "issued", "x": 0.3, "y": 0.25, "width": 0.65, "height": 0.15, "kind": "date"},
    {"name": "fee", "x": 0.3, "y": 0.45, "width": 0.65, "height": 0.15, "kind": "number"},
    {"name": "resident", "x": 0.05, "y": 0.7, "width": 0.05, "height": 0.1, "kind": "checkbox"},
    {"name": "visitor", "x": 0.15, "y": 0.7, "width": 0.05, "height": 0.1, "kind": "checkbox"},
    {"name": "code", "x": 0.7, "y": 0.62, "width": 0.3, "height": 0.38, "kind": "barcode"},
]


def form() -> bytes:
    """Draw a form of 800 x 400 pixels."""
    picture = Image.new("L", (800, 400), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(26)
    for at, (label, value) in enumerate(
        (("Holder", "Anna Eriksson"), ("Issued", "9 March 2026"), ("Fee", "1,204.50"))
    ):
        pen.text((40, 35 + 80 * at), label, font=font, fill=0)
        pen.text((260, 35 + 80 * at), value, font=font, fill=0)
    for left in (40, 120):
        pen.rectangle((left, 280, left + 38, 318), outline=0, width=2)
    pen.line((44, 284, 74, 314), fill=0, width=4)
    pen.line((74, 284, 44, 314), fill=0, width=4)
    made = zxingcpp.create_barcode("HX-2291", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    picture.paste(Image.fromarray(np.array(made)), (600, 270))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def read(context: Any) -> Any:
    return lambda file, zones: read_zones(ZonesForm(file=file, zones=zones), OcrSettings(), context)


def test_every_kind_of_zone(read: Any, spooled: Any) -> None:
    found = read(spooled(form()), TEMPLATE).values
    assert {value.name: value.value for value in found} == {
        "holder": "Anna Eriksson",
        "issued": "2026-03-09",
        "fee": "1204.50",
        "resident": True,
        "visitor": False,
        "code": "HX-2291",
    }
    assert not any(value.needs_review for value in found)


def test_an_empty_zone_needs_review(read: Any, spooled: Any) -> None:
    (value,) = read(spooled(form()), [TEMPLATE[0] | {"y": 0.86, "width": 0.3, "height": 0.1}]).values
    assert (value.value, value.needs_review) == (None, True)


def test_a_zone_on_a_page_that_is_not_read(read: Any, spooled: Any) -> None:
    with pytest.raises(ZoneOnMissingPage, match="names page 2 for 'holder'"):
        read(spooled(form()), [TEMPLATE[0] | {"page": 2}])


def test_what_is_no_picture_is_refused(read: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        read(spooled(b"hello"), TEMPLATE)


def test_through_http(client: httpx.Client) -> None:
    zone = {"name": "total", "x": 0.65, "y": 0.6, "width": 0.35, "height": 0.3, "kind": "number"}
    answer = client.post("/zones", json={"file": RECEIPT, "zones": [zone]})
    assert answer.json()["values"][0]["value"] == "7.49"
