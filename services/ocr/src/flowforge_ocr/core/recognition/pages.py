"""A page that was read, or that could not be."""

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from flowforge_ocr.core.arrangement.paragraphs import Paragraph
from flowforge_ocr.core.recognition.turning import Angle
from flowforge_ocr.engines.recognized import Line, Pixels
from servicekit import OperationError


class Pace(Protocol):
    """What reading tells, and asks, between pages; a Context is one."""

    @property
    def deadline(self) -> float: ...

    def progress(self, done: float, total: float, note: str = "") -> None: ...

    def check(self) -> None:
        """Raise if there is no time for another page."""
        ...


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that failed; the others are read."""

    number: int
    error: OperationError


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page that was read. `pixels` are upright; None where the text layer was taken."""

    number: int
    width: int
    height: int
    dpi: float | None
    angle: Angle
    source: Literal["ocr", "text_layer"]
    engine: str
    model: str
    lines: tuple[Line, ...]
    paragraphs: tuple[Paragraph, ...]
    pixels: Pixels | None = None
    warnings: list[str] = field(default_factory=list)

    def without_pixels(self) -> "ReadPage":
        """Return the page without its picture, which takes memory."""
        return replace(self, pixels=None)

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def confidence(self) -> float | None:
        """The mean of all lines by their length; None on a page without text."""
        weights = [len(line.text) for line in self.lines]
        if not sum(weights):
            return None
        pairs = zip(self.lines, weights, strict=True)
        return sum(line.confidence * weight for line, weight in pairs) / sum(weights)
