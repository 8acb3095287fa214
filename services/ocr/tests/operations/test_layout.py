import io
from typing import Any

import httpx
import numpy as np
import pytest
import skimage.data
from PIL import Image

from flowforge_ocr.core.requests.reading_form import ReadingForm
from flowforge_ocr.operations.layout import LayoutResult, find_layout
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


@pytest.fixture
def layout(context: Any) -> Any:
    def run(file: Any, **options: Any) -> LayoutResult:
        return find_layout(ReadingForm(file=file, **options), OcrSettings(), context)

    return run


def with_photograph(path: Any) -> bytes:
    """Return a page with a photograph below its text."""
    text = Image.open(path).convert("RGB")
    photograph = Image.fromarray(np.asarray(skimage.data.astronaut())).resize((200, 200))  # type: ignore[no-untyped-call] # it has no types
    page = Image.new("RGB", (text.width, text.height + 240), "white")
    page.paste(text, (0, 0))
    page.paste(photograph, (100, text.height + 20))
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def test_texts_and_tables_come_in_reading_order(layout: Any, upload: Any) -> None:
    found = layout(upload("invoice.png"))
    kinds = [region.kind for region in found.regions]
    assert "table" in kinds
    table = next(region for region in found.regions if region.kind == "table")
    assert "\t" in table.text
    tops = [region.box.y for region in found.regions if region.kind != "table"]
    assert tops == sorted(tops)
    assert [(page.page, page.width > 0) for page in found.pages] == [(1, True)]


def test_a_photograph_is_a_figure(layout: Any, spooled: Any, upload: Any) -> None:
    content = with_photograph(upload("small_print.png").path)
    regions = layout(spooled(content)).regions
    (figure,) = [region for region in regions if region.kind == "figure"]
    assert figure is regions[-1]
    assert (figure.text, figure.confidence) == ("", None)
    top = Image.open(io.BytesIO(content)).height - 220
    assert abs(figure.box.y - top) < 30
    assert abs(figure.box.width - 200) < 60


def test_a_blank_page_has_no_regions(layout: Any, spooled: Any) -> None:
    buffer = io.BytesIO()
    Image.new("L", (300, 200), 255).save(buffer, "PNG")
    assert layout(spooled(buffer.getvalue())).regions == []


def test_what_is_no_picture_is_refused(layout: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        layout(spooled(b"hello"))


def test_through_http(client: httpx.Client, upload: Any) -> None:
    answer = client.post("/layout", files={"file": upload("small_print.png").content})
    assert answer.json()["regions"][0]["kind"] in ("text", "heading")
