import io
from typing import Any

import httpx
import pikepdf
import pypdfium2
import pytest
from pdf_samples import content_of, numbered_pages, picture_of, sizes_of, texts_of

from flowforge_pdf.operations.n_up import NoRoomForPages, NUpForm, put_pages_on_sheets
from flowforge_pdf.settings import PdfSettings


def sheets(file: Any, **options: Any) -> Any:
    return put_pages_on_sheets(NUpForm(file=file, **options), PdfSettings())


def test_two_upright_pages_share_a_sheet_on_its_side(sample: Any) -> None:
    content = content_of(sheets(sample(3)))
    assert sizes_of(content) == [(300, 200), (300, 200)]
    assert texts_of(content) == ["Page 1 Page 2", "Page 3"]


@pytest.mark.parametrize(
    ("order", "quadrant"),
    [("right", {1: "nw", 2: "ne"}), ("down", {1: "nw", 2: "sw"}), ("left", {1: "ne", 2: "nw"})],
)
def test_the_order_on_the_sheet(sample: Any, order: str, quadrant: dict[int, str]) -> None:
    content = content_of(sheets(sample(4), columns=2, rows=2, order=order, paper="200pt x 300pt"))
    picture = picture_of(content)
    assert picture.size == (200, 300)
    for number, corner in quadrant.items():
        assert words_at(content)[f"{number}"] == corner


def test_rotated_and_cropped_pages_are_placed_as_shown(spooled: Any) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(2))) as pdf:
        pdf.pages[0].obj.Rotate = 90
        pdf.pages[1].obj.CropBox = pikepdf.Array([0, 200, 200, 300])
        pdf.save(buffer)
    content = content_of(sheets(spooled(buffer.getvalue()), columns=1, rows=2, paper="300pt x 400pt"))
    assert picture_of(content, scale=2).getbbox() is not None
    assert texts_of(content) == ["Page 1 Page 2"]


def test_no_room(sample: Any) -> None:
    with pytest.raises(NoRoomForPages, match="2 x 1 pages"):
        sheets(sample(1), margin="200pt")


def test_form_fields_are_drawn_and_the_loss_is_told(upload: Any) -> None:
    assert "not interactive" in sheets(upload("form.pdf")).report.warnings[0]


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/n-up", files={"file": numbered_pages(4)}, data={"columns": "2", "rows": "2"})
    assert texts_of(answer.content) == ["Page 1 Page 2 Page 3 Page 4"]


def words_at(content: bytes) -> dict[str, str]:
    """Return in which quarter of the sheet each number stands."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        text = page.get_textpage()
        width, height = page.get_size()
        found = {}
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character.isdigit():
                left, bottom, _, _ = text.get_charbox(index)
                found[character] = ("n" if bottom > height / 2 else "s") + ("e" if left > width / 2 else "w")
        return found
    finally:
        document.close()
