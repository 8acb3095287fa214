"""PP-OCRv6 small on ONNX Runtime, the default (Apache-2.0). The weights come in the rapidocr wheel."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from flowforge_ocr.engines.geometry import Quad
from flowforge_ocr.engines.port import EngineName, Isolation, Reading
from flowforge_ocr.engines.recognized import Line, Pixels, Word
from flowforge_ocr.engines.text_detection import TextDetector
from flowforge_ocr.engines.text_recognition import Character, TextRecognizer, strip_width
from flowforge_ocr.engines.weights import weights

HOW = "pip install --no-deps rapidocr==3.10.0"
_LEAST_CONFIDENCE = 0.3


def model_files() -> dict[Literal["detection", "recognition"], Path]:
    """Return the weights of the two networks. Raises OcrEngineNotInstalled without them."""
    files: dict[Literal["detection", "recognition"], str] = {
        "detection": "PP-OCRv6_det_small.onnx",
        "recognition": "PP-OCRv6_rec_small.onnx",
    }
    return {
        use: weights("rapidocr", f"models/{name}", engine=PpOcr.name, how=HOW) for use, name in files.items()
    }


class PpOcr:
    name: EngineName = "ppocr"
    model = "PP-OCRv6_small"
    isolation: Isolation = "forked"

    def __init__(self) -> None:
        files = model_files()
        self._detector = TextDetector(files["detection"])
        self._recognizer = TextRecognizer(files["recognition"])
        self.characters = frozenset(self._recognizer.characters)

    def close(self) -> None:
        """Keep the models: they serve the next call of this process."""

    def recognize(self, pixels: Pixels, reading: Reading) -> list[Line]:
        quads = self._detector.find(pixels, reading.longest_side)
        reading.budget.take(sum(map(strip_width, quads)))
        return self.read_lines(pixels, quads)

    def find(self, pixels: Pixels, longest_side: int) -> list[Quad]:
        """Return the places of lines, which are not read."""
        return self._detector.find(pixels, longest_side)

    def read_characters(self, pixels: Pixels, quads: list[Quad], alphabet: str) -> list[list[Character]]:
        """Return the characters of lines whose places are known, each with those that it may be instead."""
        return self._recognizer.read(pixels, quads, alphabet)

    def read_lines(self, pixels: Pixels, quads: list[Quad]) -> list[Line]:
        """Return the text of lines whose places are known; those without any are left out."""
        read = self._recognizer.read(pixels, quads)
        lines = (_line(characters, quad) for characters, quad in zip(read, quads, strict=True) if characters)
        return [line for line in lines if line is not None and line.confidence >= _LEAST_CONFIDENCE]


@lru_cache(maxsize=1)
def ppocr() -> PpOcr:
    """Return this process's engine, loaded by its first call."""
    return PpOcr()


def _line(characters: list[Character], quad: Quad) -> Line | None:
    words = _words(characters, quad)
    if not words:
        return None
    visible = [each for each in characters if not each.text.isspace()]
    confidence = sum(each.confidence for each in visible) / len(visible)
    return Line(tuple(words), confidence, quad, PpOcr.name)


def _words(characters: list[Character], quad: Quad) -> list[Word]:
    """Split at the spaces; a word reaches half a character beyond the middles of its first and last one."""
    groups: list[list[Character]] = [[]]
    for character in characters:
        if character.text.isspace():
            groups.append([])
        else:
            groups[-1].append(character)
    groups = [group for group in groups if group]
    words = []
    for at, group in enumerate(groups):
        half = _half_width(group, characters)
        begin, end = group[0].place - half, group[-1].place + half
        begin = 0.0 if at == 0 else max(begin, (groups[at - 1][-1].place + group[0].place) / 2)
        end = 1.0 if at == len(groups) - 1 else min(end, (group[-1].place + groups[at + 1][0].place) / 2)
        text = "".join(each.text for each in group)
        confidence = sum(each.confidence for each in group) / len(group)
        words.append(Word(text, confidence, quad.along(begin, end)))
    return words


def _half_width(group: list[Character], characters: list[Character]) -> float:
    sample = group if len(group) > 1 else characters
    if len(sample) < 2:  # noqa: PLR2004 - nothing to measure
        return 0.5
    return (sample[-1].place - sample[0].place) / (len(sample) - 1) / 2
