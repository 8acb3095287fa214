"""With FLOWFORGE_TEST_PADDLEOCR_PYTHON, an interpreter that has PaddleOCR 3.7, the program itself is run."""

import os
from typing import Any

import pytest

from flowforge_ocr.engines.catalog import Programs, engine_named
from flowforge_ocr.engines.paddleocr import PaddleOcr, PaddleSetup
from flowforge_ocr.engines.port import EngineFailed, Reading
from flowforge_ocr.engines.weights import OcrEngineNotInstalled

PYTHON = os.environ.get("FLOWFORGE_TEST_PADDLEOCR_PYTHON", "")


def test_without_an_interpreter_the_way_to_get_it_is_told() -> None:
    with pytest.raises(OcrEngineNotInstalled, match=r"'paddleocr'.*pip install paddleocr==3\.7\.0"):
        engine_named("paddleocr", Programs())


def test_a_program_that_ends_is_an_error_of_the_page(picture: Any) -> None:
    engine = PaddleOcr(PaddleSetup("/bin/false"))
    with pytest.raises(EngineFailed, match="'paddleocr' failed on this page"):
        engine.recognize(picture, Reading())
    engine.close()


@pytest.mark.deep
@pytest.mark.skipif(not PYTHON, reason="no interpreter with PaddleOCR is named")
def test_it_reads_page_after_page(picture: Any) -> None:
    engine = PaddleOcr(PaddleSetup(PYTHON))
    texts = [" ".join(line.text for line in engine.recognize(picture, Reading())) for _ in range(2)]
    engine.close()
    assert "steam crane" in texts[0]
    assert texts[0] == texts[1]
