"""Tesseract (Apache-2.0), a program of the operating system: one model for each language.

Its models are files in a folder, which Debian installs as packages such as tesseract-ocr-rus.
"""

import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.port import EngineFailed, EngineName, Isolation, Reading
from flowforge_ocr.engines.recognized import Line, Pixels, Word
from flowforge_ocr.engines.tesseract_languages import TESSERACT_CODES
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from servicekit import TimedOut

HOW = "apt-get install tesseract-ocr, and a package such as tesseract-ocr-rus for each language"
_SECONDS = 120.0
_LEAST_CONFIDENCE = 0.3
_WORD = "5"
_HEIGHT = 48


def program_at(name: str) -> Path | None:
    """Return the program, by its path or its name; None if there is none."""
    found = shutil.which(name)
    return Path(found) if found else None


def installed_languages(name: str) -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the models that the program finds."""
    program = program_at(name)
    if program is None:
        return ()
    answer = subprocess.run(  # noqa: S603 - a program that the operators named
        [program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False
    )
    models = set(answer.stdout.split())
    return tuple(code for code, model in TESSERACT_CODES.items() if model in models)


class Tesseract:
    name: EngineName = "tesseract"
    isolation: Isolation = "program"

    def __init__(self, program: str) -> None:
        found = program_at(program)
        if found is None:
            raise OcrEngineNotInstalled(engine=self.name, how=HOW)
        self._program = found
        self.model = "LSTM"

    def recognize(self, pixels: Pixels, reading: Reading) -> list[Line]:
        models = "+".join(TESSERACT_CODES[code] for code in reading.languages or ("en",))
        self.model = models
        lines = list(lines_of(self._run(pixels, models, reading.until)))
        reading.budget.take(sum(round(_HEIGHT * line.box.width / max(1, line.box.height)) for line in lines))
        return lines

    def close(self) -> None:
        """Nothing runs between two pages."""

    def _run(self, pixels: Pixels, models: str, until: float | None) -> str:
        """Return the words as tab-separated values."""
        seconds = _SECONDS if until is None else until - time.monotonic()
        command: list[str | Path] = [self._program, "stdin", "stdout", "-l", models, "--psm", "3", "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            answer = subprocess.run(  # noqa: S603 - as above
                command,
                input=_as_picture(pixels),
                capture_output=True,
                timeout=max(0.1, seconds),
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TimedOut(seconds=round(seconds)) from error
        if answer.returncode:
            raise EngineFailed(engine=self.name)
        return answer.stdout.decode("utf-8", "replace")


def lines_of(table: str) -> Iterator[Line]:
    """Yield the lines of Tesseract's table of words, which has the columns of its TSV output."""
    rows = (row.split("\t", 11) for row in table.splitlines()[1:])
    words = [row for row in rows if len(row) > 11 and row[0] == _WORD and row[11].strip()]  # noqa: PLR2004 - its columns
    for _, group in groupby(words, key=lambda row: tuple(row[1:5])):
        line = _line([_word(row) for row in group])
        if line.confidence >= _LEAST_CONFIDENCE:
            yield line


def _word(row: Sequence[str]) -> Word:
    left, top, width, height = (float(value) for value in row[6:10])
    box = Box(left, top, left + width, top + height)
    return Word(row[11].strip(), max(0.0, float(row[10])) / 100, Quad.of_box(box))


def _line(words: Sequence[Word]) -> Line:
    length = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / length
    box = Box.around(word.box for word in words)
    return Line(tuple(words), confidence, Quad.of_box(box), Tesseract.name)


def _as_picture(pixels: Pixels) -> bytes:
    from PIL import Image  # noqa: PLC0415 - in workers only

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PPM")
    return buffer.getvalue()
