"""The port of the engines: pixels in, lines out. Decoding, page turning and reading order lie outside."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from flowforge_ocr.engines.recognized import Line, Pixels
from servicekit import ResourceLimit, UpstreamFailed

EngineName = Literal["ppocr", "faster_paddle", "faster_paddle_tiny", "paddleocr", "tesseract"]
Isolation = Literal["forked", "program"]


class TooMuchText(ResourceLimit):
    code = "OCR_TOO_MUCH_TEXT"
    message = (
        "'file' holds more text than one call may read: select fewer 'pages', or send a part of the picture."
    )


class EngineFailed(UpstreamFailed):
    code = "OCR_ENGINE_FAILED"
    message = "The engine '{engine}' failed on this page: try another 'engine'."


@dataclass(slots=True)
class Budget:
    """How much text one call may still read: the length of its lines in pixels, at a height of 48."""

    left: int = 800_000

    def take(self, pixels: int) -> None:
        """Raise TooMuchText if so much more is not allowed."""
        self.left -= pixels
        if self.left < 0:
            raise TooMuchText


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a picture.

    `longest_side`: a larger picture is shrunk to this before text is searched for; lines are still read at
    full size. `languages` are ISO 639-1 codes, for engines that have one model per language. `until`: when a
    program is stopped, on the clock of time.monotonic().
    """

    longest_side: int = 2000
    languages: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    until: float | None = None


class Engine(Protocol):
    """Reads one picture at a time; an instance belongs to one worker process and to no two threads."""

    @property
    def name(self) -> EngineName: ...

    @property
    def model(self) -> str: ...

    @property
    def isolation(self) -> Isolation:
        """`forked`: a fork of the process can read a page; `program`: it runs as a program of its own."""
        ...

    def recognize(self, pixels: Pixels, reading: Reading) -> list[Line]:
        """Return the lines of an upright picture, in no particular order."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...
