from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_ocr.core.recognition.tiling import recognize_tiled
from flowforge_ocr.engines.port import Reading
from flowforge_ocr.engines.ppocr import ppocr

FILES = Path(__file__).parents[2] / "files"
TEXT = "steam crane"


@pytest.fixture(scope="module")
def print_() -> Any:
    with Image.open(FILES / "small_print.png") as opened:
        return np.asarray(opened.convert("RGB"))


@pytest.mark.parametrize("axis", [1, 0])
def test_text_on_a_very_long_picture_is_found_in_its_place(print_: Any, axis: int) -> None:
    blank = np.full_like(print_, 255)
    pieces = [blank] * 10
    pieces[7] = print_
    long = np.concatenate(pieces, axis=axis)
    lines = recognize_tiled(ppocr(), long, Reading(longest_side=1280))
    assert TEXT in " ".join(line.text for line in lines)
    start = 7 * print_.shape[axis]
    for line in lines:
        begin = line.box.left if axis else line.box.top
        assert start <= begin < start + print_.shape[axis]


def test_a_picture_of_usual_shape_is_read_as_a_whole(print_: Any) -> None:
    whole = ppocr().recognize(print_, Reading())
    assert recognize_tiled(ppocr(), print_, Reading()) == whole
