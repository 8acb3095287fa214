import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from flowforge_image.core.codes.symbologies import SYMBOLOGIES, format_for
from flowforge_image.operations.barcode import BarcodeRequest, UnfitContent, make_barcode

# EAN-13 of a well-known pen, EAN-8 and UPC-A of GS1's General Specifications.
CONTENTS = {
    "ean13": "4006381333931",
    "ean8": "95012346",
    "upca": "614141000036",
    "upce": "01234565",
    "itf": "12345678",
    "codabar": "A12345B",
}


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_what_is_made_can_be_read(symbology: Any) -> None:
    content = CONTENTS.get(symbology, "FLOW-123")
    made = make_barcode(BarcodeRequest(content=content, symbology=symbology))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(made.data)))
    assert found.valid
    expected = {"upce": "0012345000065", "codabar": "12345"}.get(symbology, content)  # upce: as EAN-13
    assert expected in found.text
    assert made.name == f"{symbology}.png"
    assert format_for(symbology)


def test_check_digits_are_added_and_checked() -> None:
    made = make_barcode(BarcodeRequest(content="400638133393", symbology="ean13"))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(made.data)))
    assert found.text == "4006381333931"
    with pytest.raises(UnfitContent):
        make_barcode(BarcodeRequest(content="4006381333932", symbology="ean13"))


@pytest.mark.parametrize(
    ("symbology", "content"), [("ean13", "abc"), ("itf", "x"), ("code128", "語"), ("qr", "x" * 3000)]
)
def test_content_that_does_not_fit(symbology: Any, content: str) -> None:
    with pytest.raises(UnfitContent) as caught:
        make_barcode(BarcodeRequest(content=content, symbology=symbology))
    assert symbology in caught.value.text


def test_svg() -> None:
    made: Any = make_barcode(BarcodeRequest(content="FLOW", format="svg", text=True))
    assert made.media_type == "image/svg+xml"
    assert b"<svg" in made.data
    assert b"FLOW" in made.data


@pytest.mark.parametrize("symbology", ["code39", "codabar"])
def test_small_letters_do_not_become_capitals(symbology: str) -> None:
    with pytest.raises(UnfitContent, match=symbology):
        make_barcode(BarcodeRequest(content="abc", symbology=symbology))
