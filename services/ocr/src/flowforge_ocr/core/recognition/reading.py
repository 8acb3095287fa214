"""Read the pages of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from flowforge_ocr.core.arrangement.paragraphs import Paragraph, arrange
from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.core.pages.sources import OpenSource, PageSource, Source, open_source
from flowforge_ocr.core.recognition.turning import Angle, read_upright, turned
from flowforge_ocr.engines.port import Budget, Engine, Reading
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.recognized import Line, Pixels

Preset = Literal["fast", "balanced", "accurate"]
Orientation = Literal["auto", "0", "90", "180", "270"]
_LONGEST_SIDES: dict[Preset, int] = {"fast": 1280, "balanced": 2000, "accurate": 2880}


class Pace(Protocol):
    """What reading tells, and asks, between pages; a Context is one."""

    def progress(self, done: float, total: float, note: str = "") -> None: ...

    def check(self) -> None:
        """Raise if there is no time for another page."""
        ...


@dataclass(frozen=True, slots=True)
class How:
    """Options of reading, the same for all pages."""

    preset: Preset = "balanced"
    orientation: Orientation = "auto"
    languages: tuple[str, ...] = ()


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


@contextmanager
def read_source(
    source: Source, how: How, limits: OcrLimits, pace: Pace
) -> Iterator[tuple[OpenSource, Iterator[ReadPage]]]:
    """Open a file; its pages are read as they are asked for, and progress is reported."""
    with open_source(source, limits) as opened:
        yield opened, _pages(opened, how, Budget(limits.text_pixels), pace)


def _pages(opened: OpenSource, how: How, budget: Budget, pace: Pace) -> Iterator[ReadPage]:
    for done, page in enumerate(opened.pages):
        pace.check()
        yield read_page(page, how, budget)
        pace.progress(done + 1, opened.count, f"page {page.number}")


def read_page(page: PageSource, how: How, budget: Budget) -> ReadPage:
    if page.pixels is None:
        return _page(page, 0, page.lines or [], None)
    engine = ppocr()
    angle, lines, pixels = _recognize(page.pixels, engine, how, budget)
    return _page(page, angle, lines, pixels, engine=engine)


def _page(
    page: PageSource,
    angle: Angle,
    lines: list[Line],
    pixels: Pixels | None,
    *,
    engine: Engine | None = None,
) -> ReadPage:
    paragraphs = tuple(arrange(lines))
    height, width = pixels.shape[:2] if pixels is not None else (page.height, page.width)
    return ReadPage(
        page.number,
        width,
        height,
        page.dpi,
        angle,
        "ocr" if engine else "text_layer",
        engine.name if engine else "text_layer",
        engine.model if engine else "",
        tuple(line for paragraph in paragraphs for line in paragraph.lines),
        paragraphs,
        pixels,
        page.warnings,
    )


def _recognize(pixels: Pixels, engine: Engine, how: How, budget: Budget) -> tuple[Angle, list[Line], Pixels]:
    options = Reading(_LONGEST_SIDES[how.preset], how.languages, budget)
    if how.orientation == "auto":
        angle, lines = read_upright(pixels, lambda upright: engine.recognize(upright, options))
    else:
        angle = _ANGLES[how.orientation]
        lines = engine.recognize(turned(pixels, angle), options)
    return angle, lines, turned(pixels, angle)


_ANGLES: dict[str, Angle] = {"0": 0, "90": 90, "180": 180, "270": 270}
