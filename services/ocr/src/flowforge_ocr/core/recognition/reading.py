"""Read the pages of a file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial as bound

from flowforge_ocr.core.arrangement.paragraphs import arrange
from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.core.pages.sources import OpenSource, PageSource, Source, open_source
from flowforge_ocr.core.recognition.doubts import read_again
from flowforge_ocr.core.recognition.how import LONGEST_SIDES, How, Orientation
from flowforge_ocr.core.recognition.isolation import in_fork
from flowforge_ocr.core.recognition.noise import without_noise
from flowforge_ocr.core.recognition.pages import Pace, ReadPage, UnreadPage
from flowforge_ocr.core.recognition.tiling import recognize_tiled
from flowforge_ocr.core.recognition.turning import Angle, read_upright, turned
from flowforge_ocr.engines.catalog import engine_named
from flowforge_ocr.engines.port import Budget, Engine, Reading
from flowforge_ocr.engines.recognized import Line, Pixels
from servicekit import InvalidInput, OperationError, TimedOut

_SECONDS_TO_ANSWER = 4.0
_ANGLES: dict[Orientation, Angle] = {"0": 0, "90": 90, "180": 180, "270": 270}


class PageNotReached(InvalidInput):
    code = "OCR_PAGE_NOT_REACHED"
    message = "There was no time for this page: send it again with 'pages'."


@dataclass(frozen=True, slots=True)
class _Readers:
    """The engines of one call, and the text that it may still read."""

    first: Engine
    second: Engine | None
    budget: Budget

    @classmethod
    def of(cls, how: How, budget: Budget) -> "_Readers":
        second = engine_named(how.second, how.programs) if how.second else None
        return cls(engine_named(how.engine, how.programs), second, budget)

    def close(self) -> None:
        self.first.close()
        if self.second is not None:
            self.second.close()


@contextmanager
def read_source(
    source: Source, how: How, limits: OcrLimits, pace: Pace
) -> Iterator[tuple[OpenSource, Iterator[ReadPage]]]:
    """Open a file; its pages are read as they are asked for, and progress is reported."""
    with _opened(source, how, limits) as (opened, readers):
        yield opened, _pages(opened, readers, how, pace)


@contextmanager
def read_each(
    source: Source, how: How, limits: OcrLimits, pace: Pace, *, partial: bool = False
) -> Iterator[tuple[OpenSource, Iterator[ReadPage | UnreadPage]]]:
    """Open a file as `read_source` does; a page that fails spoils no other.

    With *partial* the pages for which there is no time are yielded as unread; else TimedOut is raised.
    """
    with _opened(source, how, limits) as (opened, readers):
        yield opened, _each(opened, readers, how, pace, partial=partial)


@contextmanager
def _opened(source: Source, how: How, limits: OcrLimits) -> Iterator[tuple[OpenSource, "_Lazy"]]:
    with open_source(source, limits) as opened:
        readers = _Lazy(how, Budget(limits.text_pixels))
        try:
            yield opened, readers
        finally:
            readers.close()


class _Lazy:
    """Engines that are loaded by the first page that needs them: text layers need none."""

    def __init__(self, how: How, budget: Budget) -> None:
        self._how, self._budget = how, budget
        self._readers: _Readers | None = None

    def get(self) -> _Readers:
        if self._readers is None:
            self._readers = _Readers.of(self._how, self._budget)
        return self._readers

    def close(self) -> None:
        if self._readers is not None:
            self._readers.close()


def _pages(opened: OpenSource, readers: _Lazy, how: How, pace: Pace) -> Iterator[ReadPage]:
    for done, page in enumerate(opened.pages):
        pace.check()
        yield _read(page, readers, how, pace.deadline, isolated=False)
        pace.progress(done + 1, opened.count, f"page {page.number}")


def _each(
    opened: OpenSource, readers: _Lazy, how: How, pace: Pace, *, partial: bool
) -> Iterator[ReadPage | UnreadPage]:
    until = pace.deadline - _SECONDS_TO_ANSWER if partial else pace.deadline
    isolated = partial or opened.count > 1
    for done, page in enumerate(opened.pages):
        if not partial:
            pace.check()
        if partial and time.monotonic() > until:
            yield UnreadPage(page.number, PageNotReached())
            continue
        try:
            yield _read(page, readers, how, until, isolated=isolated)
        except TimedOut:
            if not partial:
                raise
            yield UnreadPage(page.number, PageNotReached())
        except OperationError as error:
            if opened.count == 1:
                raise
            yield UnreadPage(page.number, error)
            pace.progress(done + 1, opened.count, f"page {page.number} was not read")
            continue
        pace.progress(done + 1, opened.count, f"page {page.number}")


def _read(page: PageSource, readers: _Lazy, how: How, until: float, *, isolated: bool) -> ReadPage:
    if page.pixels is None:
        return _page(page, 0, page.lines or [], None)
    with_engines = readers.get()
    work = bound(_recognize, page.pixels, with_engines, how, until)
    can_fork = with_engines.first.isolation == "forked"
    angle, lines, left = in_fork(work, until) if isolated and can_fork else work()
    with_engines.budget.left = left
    return _page(page, angle, lines, turned(page.pixels, angle), engine=with_engines.first)


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


def _recognize(pixels: Pixels, readers: _Readers, how: How, until: float) -> tuple[Angle, list[Line], int]:
    """Return by how many degrees the page was turned, its lines, and the budget that is left."""
    options = Reading(LONGEST_SIDES[how.preset], how.languages, readers.budget, until)

    def recognize(upright: Pixels) -> list[Line]:
        return without_noise(recognize_tiled(readers.first, upright, options))

    if how.orientation == "auto":
        angle, lines = read_upright(pixels, recognize)
    else:
        angle = _ANGLES[how.orientation]
        lines = recognize(turned(pixels, angle))
    if readers.second is not None:
        lines = read_again(lines, turned(pixels, angle), readers.second, options)
    return angle, lines, readers.budget.left
