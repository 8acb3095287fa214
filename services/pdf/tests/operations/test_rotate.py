import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, numbered_pages, sizes_of, texts_of
from pydantic import ValidationError

from flowforge_pdf.operations.rotate import RotateForm, rotate_pages
from flowforge_pdf.settings import PdfSettings


def rotated(file: Any, **options: Any) -> Any:
    return rotate_pages(RotateForm(file=file, **options), PdfSettings())


def test_a_quarter_turn_swaps_the_sides(sample: Any) -> None:
    content = content_of(rotated(sample(3), pages="2"))
    assert sizes_of(content) == [(200, 300), (300, 200), (200, 300)]
    assert texts_of(content)[1] == "Page 2"


@pytest.mark.parametrize(
    ("degrees", "absolute", "shown"), [(-90, False, 0), (90, False, 180), (90, True, 90)]
)
def test_rotation_adds_to_the_present_one(spooled: Any, degrees: int, absolute: Any, shown: int) -> None:
    once = content_of(rotated(spooled(numbered_pages(1))))
    twice = content_of(rotated(spooled(once), degrees=degrees, absolute=absolute))
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        assert int(pdf.pages[0].obj.Rotate) == shown


def test_other_angles_are_refused(sample: Any) -> None:
    with pytest.raises(ValidationError):
        rotated(sample(1), degrees=45)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/rotate", files={"file": numbered_pages(1)}, data={"degrees": "270"})
    assert sizes_of(answer.content) == [(300, 200)]
