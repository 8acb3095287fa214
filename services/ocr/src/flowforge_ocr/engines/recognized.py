"""What an engine returns: lines of words, each with its confidence and its corners."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowforge_ocr.engines.geometry import Box, Quad

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]  # height x width x 3: red, green, blue
else:
    Pixels = Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `engine` is the one that read it, if that is another than that of its line."""

    text: str
    confidence: float
    quad: Quad
    engine: str | None = None

    @property
    def box(self) -> Box:
        return self.quad.box


@dataclass(frozen=True, slots=True)
class Line:
    """A line as an engine found it; `engine` is the one that read it."""

    words: tuple[Word, ...]
    confidence: float
    quad: Quad
    engine: str

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return self.quad.box

    @property
    def is_vertical(self) -> bool:
        """Whether its characters stand below each other."""
        box = self.quad.box
        return box.height > 1.5 * box.width and sum(len(word.text) for word in self.words) > 1
