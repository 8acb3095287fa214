import io
from typing import Any

import httpx
import pytest
from PIL import Image

from flowforge_ocr.operations.annotate import AnnotateForm, draw_boxes
from flowforge_ocr.settings import OcrSettings
from flowforge_pictures import UnknownPictureFormat


@pytest.fixture
def annotate(context: Any) -> Any:
    return lambda file, **options: draw_boxes(AnnotateForm(file=file, **options), OcrSettings(), context)


@pytest.mark.parametrize(("level", "boxes"), [("words", 79), ("lines", 6), ("paragraphs", 1)])
def test_boxes_are_drawn_around_the_text(annotate: Any, upload: Any, level: str, boxes: int) -> None:
    made = annotate(upload("small_print.png"), level=level)
    assert made.report.boxes == pytest.approx(boxes, abs=3)
    picture = Image.open(io.BytesIO(made.files[0].data))
    assert picture.size == (640, 164)
    assert (0, 140, 60) in [color for _, color in picture.getcolors(1 << 20)]


def test_what_is_no_picture_is_refused(annotate: Any, spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        annotate(spooled(b"hello"))


def test_through_http(client: httpx.Client, upload: Any) -> None:
    answer = client.post(
        "/annotate", files={"file": upload("french.png").content}, params={"output": "base64"}
    )
    assert answer.status_code == 200
    assert answer.json()["report"]["boxes"] > 10
