from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_ocr.core.recognition.doubts import read_again
from flowforge_ocr.engines.faster_paddle import FasterPaddle
from flowforge_ocr.engines.port import Reading
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.recognized import Line

FILES = Path(__file__).parents[2] / "files"


@pytest.fixture(scope="module")
def pixels() -> Any:
    with Image.open(FILES / "small_print.png") as opened:
        return np.asarray(opened.convert("RGB"))


def doubtful(line: Line, at: int) -> Line:
    """Return a line with one word misread."""
    words = list(line.words)
    words[at] = replace(words[at], text="#", confidence=0.3)
    return replace(line, words=tuple(words), confidence=0.7)


def test_only_doubtful_words_are_replaced(pixels: Any) -> None:
    lines = ppocr().recognize(pixels, Reading())
    at = next(at for at, line in enumerate(lines) if len(line.words) > 4)
    wrong = [*lines[:at], doubtful(lines[at], 2), *lines[at + 1 :]]
    mended = read_again(wrong, pixels, FasterPaddle("small"), Reading())
    assert [line.text for line in mended] == [line.text for line in lines]
    assert [word.engine for word in mended[at].words].count("faster_paddle") == 1
    assert mended[at].words[2].engine == "faster_paddle"
    assert mended[at].confidence > 0.9
    assert mended[:at] == lines[:at]


def test_sure_words_stay(pixels: Any) -> None:
    lines = ppocr().recognize(pixels, Reading())
    assert read_again(lines, pixels, FasterPaddle("small"), Reading()) == lines
