import io
from typing import Any

import pytest
from PIL import Image

from flowforge_image.operations.barcode import BarcodeRequest, make_barcode
from flowforge_image.operations.read_codes import ReadCodesForm, read_codes
from flowforge_image.settings import ImageSettings


@pytest.fixture
def sheet(spooled: Any, reference: Any, tmp_path: Any) -> Any:
    """Three codes on a photograph, one of them turned."""
    page = reference("skimage/coffee.png").resize((1200, 800))
    for at, (symbology, content) in enumerate(
        [("qr", "one"), ("ean13", "4006381333931"), ("datamatrix", "three")]
    ):
        made = make_barcode(BarcodeRequest(content=content, symbology=symbology, scale=4))
        code = Image.open(io.BytesIO(made.data)).convert("RGB")
        page.paste(code.rotate(20 * at, expand=True, fillcolor="white"), (40 + 380 * at, 60 + 200 * at))
    page.save(tmp_path / "sheet.jpg", quality=80)
    return spooled(tmp_path / "sheet.jpg")


def test_all_codes_of_a_picture_are_read(sheet: Any) -> None:
    found = read_codes(ReadCodesForm(file=sheet), ImageSettings()).codes
    assert {(code.symbology, code.content) for code in found} == {
        ("qr", "one"), ("ean13", "4006381333931"), ("datamatrix", "three"),
    }  # fmt: skip
    corner = next(code.corners[0] for code in found if code.content == "one")
    assert 40 < corner.x < 80
    assert 60 < corner.y < 100


def test_only_some(sheet: Any) -> None:
    found = read_codes(ReadCodesForm(file=sheet, symbologies=["ean13"]), ImageSettings()).codes
    assert [code.symbology for code in found] == ["ean13"]


def test_none(upload: Any) -> None:
    assert read_codes(ReadCodesForm(file=upload("skimage/chelsea.png")), ImageSettings()).codes == []


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (5, 1)])
def test_a_picture_of_a_pixel_holds_none(size: tuple[int, int], spooled: Any, tmp_path: Any) -> None:
    Image.new("L", size).save(tmp_path / "dot.png")
    assert read_codes(ReadCodesForm(file=spooled(tmp_path / "dot.png")), ImageSettings()).codes == []
