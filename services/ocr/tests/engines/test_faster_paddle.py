from typing import Any

import pytest

from flowforge_ocr.engines.faster_paddle import FasterPaddle, Size
from flowforge_ocr.engines.port import Budget, Reading, TooMuchText


@pytest.mark.parametrize(("size", "name"), [("small", "faster_paddle"), ("tiny", "faster_paddle_tiny")])
def test_lines_have_words_in_their_places(picture: Any, size: Size, name: str) -> None:
    engine = FasterPaddle(size)
    lines = engine.recognize(picture, Reading(longest_side=1280))
    assert (engine.name, engine.model) == (name, f"PP-OCRv6_{size}")
    assert "steam crane" in " ".join(line.text for line in lines)
    for line in lines:
        assert line.engine == name
        lefts = [word.box.left for word in line.words]
        assert lefts == sorted(lefts)
        assert line.words[-1].box.right <= line.box.right + 1


def test_the_budget_holds(picture: Any) -> None:
    with pytest.raises(TooMuchText):
        FasterPaddle("tiny").recognize(picture, Reading(budget=Budget(100)))
