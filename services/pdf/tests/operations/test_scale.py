import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, numbered_pages, picture_of, sizes_of, texts_of
from PIL import ImageChops
from pydantic import ValidationError

from flowforge_pdf.operations.scale import ScaleForm, scale_pages
from flowforge_pdf.settings import PdfSettings


def scaled(file: Any, **options: Any) -> Any:
    return scale_pages(ScaleForm(file=file, **options), PdfSettings())


def test_paper_is_turned_to_each_page(spooled: Any) -> None:
    for size, shown in [((200, 300), (595.3, 841.9)), ((300, 200), (841.9, 595.3))]:
        content = content_of(scaled(spooled(numbered_pages(1, size)), paper="a4"))
        assert sizes_of(content) == [shown]
        assert texts_of(content) == ["Page 1"]


def test_a_factor_scales_what_is_drawn(sample: Any) -> None:
    plain, doubled = sample(1), content_of(scaled(sample(1), factor=2))
    assert sizes_of(doubled) == [(400, 600)]
    before = picture_of(plain.path.read_bytes(), scale=2).convert("L")
    after = picture_of(doubled).convert("L")
    differences = ImageChops.difference(before, after).histogram()
    assert sum(differences[90:]) < 20


def test_annotations_are_moved_with_the_page(upload: Any) -> None:
    content = content_of(scaled(upload("commented.pdf"), factor=0.5))
    with pikepdf.open(upload("commented.pdf").path) as before, pikepdf.open(io.BytesIO(content)) as after:
        old, new = before.pages[0].obj.Annots[0].Rect, after.pages[0].obj.Annots[0].Rect
        assert [float(each) for each in new] == pytest.approx([float(each) / 2 for each in old], abs=0.01)


def test_one_of_paper_and_factor(sample: Any) -> None:
    with pytest.raises(ValidationError, match="'paper' or 'factor'"):
        scaled(sample(1))
    with pytest.raises(ValidationError, match="give one of"):
        scaled(sample(1), paper="a44")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/scale", files={"file": numbered_pages(1)}, data={"paper": "100mm x 150mm"})
    assert sizes_of(answer.content) == [(283.5, 425.2)]
