"""Pages whose orientation the network does not see, but the text tells."""

import numpy as np
import pytest

from flowforge_ocr.core.recognition.turning import read_upright, turned
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Pixels, Word

TEXT, GARBAGE = "During a walk I saw trucks", "sxonu mes I xlem e bunnG"


def lines(text: str, confidence: float, *, downwards: bool = False) -> list[Line]:
    box = Box(10, 10, 30, 300) if downwards else Box(10, 10, 300, 30)
    quad = Quad.of_box(box)
    return [Line((Word(text, confidence, quad),), confidence, quad, "test")] * 5


def recognize(pixels: Pixels) -> list[Line]:
    """Read as engines do: lines that run downwards are turned one way, upside down nothing is right."""
    dark = [bool((pixels[corner] < 50).all()) for corner in ((0, 0), (0, -1), (-1, -1), (-1, 0))]
    if dark[0]:
        return lines(TEXT, 0.98)
    if dark[2]:
        return lines(GARBAGE, 0.6)
    return lines(TEXT, 0.95, downwards=True) if dark[1] else lines(GARBAGE, 0.6, downwards=True)


@pytest.mark.parametrize("angle", [0, 90, 270])
def test_a_page_that_lies_on_its_side_is_turned_by_its_text(angle: int) -> None:
    page = np.full((600, 600, 3), 255, dtype=np.uint8)
    page[:3, :3] = 0
    seen = np.ascontiguousarray(np.rot90(page, -angle // 90))
    found, read = read_upright(seen, recognize)
    assert (found, read[0].text) == (angle, TEXT)
    assert (turned(seen, found)[0, 0] == 0).all()
