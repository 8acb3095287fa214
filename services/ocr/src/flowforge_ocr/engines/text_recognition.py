"""Read lines of text with the recognition network of PP-OCRv6 (CTC), with the place of each character."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from flowforge_ocr.engines.geometry import Quad
from flowforge_ocr.engines.onnx import Floats, Model
from flowforge_ocr.engines.recognized import Pixels

_HEIGHT = 48
_STEP = 8  # pixels of a line for each step of the network's output
_NARROWEST, _WIDEST = 96, 4800
_BATCH_PIXELS = 2400  # columns of all lines in one batch, which bounds its memory
_SPACE_CHANCE = 0.12
_OPENING = "([{$€£+#@&"
_MARGIN = 0.12  # of its height, added at both ends of a line
_LEAST_CHANCE = 1e-4
_VERTICAL = 1.5  # a line that is so much higher than wide is turned


@dataclass(frozen=True, slots=True)
class Character:
    """`place` is its middle, as a fraction of the line's length.

    `chances` are those of all characters that it may be, the likeliest first, if an alphabet was given.
    """

    text: str
    confidence: float
    place: float
    chances: Mapping[str, float] = field(default_factory=dict)


class TextRecognizer:
    def __init__(self, weights: Path) -> None:
        self._model = Model(weights)
        self.characters = ("", *self._model.metadata("character").splitlines(), " ")

    def read(
        self, pixels: Pixels, quads: Sequence[Quad], alphabet: str | None = None
    ) -> list[list[Character]]:
        """Return the characters of each line; only those of *alphabet* if one is given."""
        strips = [_strip(pixels, quad) for quad in quads]
        allowed = self._allowed(alphabet)
        read: list[list[Character]] = [[] for _ in quads]
        for batch in _batches([strip.shape[1] for strip in strips]):
            widest = max(_NARROWEST, *(strips[at].shape[1] for at in batch))
            values = np.zeros((len(batch), 3, _HEIGHT, widest), dtype=np.float32)
            for row, at in enumerate(batch):
                strip = strips[at].astype(np.float32) / 127.5 - 1
                values[row, :, :, : strip.shape[1]] = strip.transpose(2, 0, 1)
            output = self._model.run(values)
            for row, at in enumerate(batch):
                read[at] = self._decode(output[row], strips[at].shape[1], allowed)
        return read

    def _allowed(self, alphabet: str | None) -> npt.NDArray[np.int64] | None:
        if alphabet is None:
            return None
        numbers = [0, *(self.characters.index(each) for each in alphabet if each in self.characters)]
        return np.array(numbers, dtype=np.int64)

    def _decode(self, output: Floats, width: int, allowed: npt.NDArray[np.int64] | None) -> list[Character]:
        """Return the most likely character of each step, without repetitions and blanks."""
        if allowed is not None:
            output = output[:, allowed]
            output = output / output.sum(axis=1, keepdims=True)
        best = output.argmax(axis=1)
        found: list[Character] = []
        before = 0  # the first step after the last character
        for first, after in _runs(best):
            if not best[first]:
                continue
            number = int(best[first] if allowed is None else allowed[best[first]])
            text = self.characters[number]
            missed = _missed_space(output[before:first, -1]) if allowed is None else None
            if missed is not None and found and found[-1].text != " " and _begins_word(text):
                found.append(
                    Character(" ", missed[1], _place(before + missed[0], before + missed[0] + 1, width))
                )
            sure = float(output[first:after, best[first]].max())
            chances = {} if allowed is None else self._chances(output[first:after], allowed)
            found.append(Character(text, sure, _place(first, after, width), chances))
            before = after
        return found

    def _chances(self, output: Floats, allowed: npt.NDArray[np.int64]) -> dict[str, float]:
        """Return how likely each character is in the steps of one, without the blank."""
        most = output.max(axis=0)
        ranked = (at for at in np.argsort(-most).tolist() if at and most[at] > _LEAST_CHANCE)
        return {self.characters[allowed[at]]: float(most[at]) for at in ranked}


def _runs(best: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield where each run of one class begins, and where the next one does."""
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    return pairwise(edges)


def _place(first: int, after: int, width: int) -> float:
    return min(1.0, (first + after) / 2 * _STEP / width)


def _begins_word(text: str) -> bool:
    return text.isalnum() or text in _OPENING


def _missed_space(chances: Floats) -> tuple[int, float] | None:
    """Return where a space is likely that never was the likeliest class, and how likely it is.

    Between the letters of a word the network gives spaces no chance at all; where words stand close, the
    chance is spread over several steps and the blank wins each of them.
    """
    total = float(chances.sum())
    return (int(chances.argmax()), min(1.0, total)) if total > _SPACE_CHANCE else None


def strip_width(quad: Quad) -> int:
    """Return how many pixels long a line is at the height that the network reads."""
    width, height = quad.width, max(1.0, quad.height)
    if height >= _VERTICAL * width:
        width, height = height, max(1.0, width)
    return round(min(_WIDEST, max(_STEP, _HEIGHT * width / height)))


def _strip(pixels: Pixels, quad: Quad) -> Pixels:
    """Cut a line out, upright, at the height that the network reads; channels are blue, green, red."""
    corners = np.array(quad, dtype=np.float32)
    width = max(1.0, float(np.linalg.norm(corners[1] - corners[0])))
    height = max(1.0, float(np.linalg.norm(corners[3] - corners[0])))
    if height >= _VERTICAL * width:  # turned counterclockwise, as the network was trained
        corners = np.roll(corners, -1, axis=0)
        width, height = height, width
    along = (corners[1] - corners[0]) / width * (_MARGIN * height)
    corners = corners + np.array([-along, along, along, -along], dtype=np.float32)
    width += 2 * _MARGIN * height
    wide = round(min(_WIDEST, max(_STEP, _HEIGHT * width / height)))
    target = np.array([[0, 0], [wide, 0], [wide, _HEIGHT], [0, _HEIGHT]], dtype=np.float32)
    if height > 2 * _HEIGHT:  # warping alone would skip pixels of large letters
        pixels, corners = _shrunk(pixels, corners, height / _HEIGHT)
    matrix = cv2.getPerspectiveTransform(corners, target)
    strip = cv2.warpPerspective(
        pixels, matrix, (wide, _HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    turned: Pixels = np.asarray(strip[:, :, ::-1], dtype=np.uint8)
    return turned


def _shrunk(
    pixels: Pixels, corners: npt.NDArray[np.float32], factor: float
) -> tuple[Pixels, npt.NDArray[np.float32]]:
    """Return the part of *pixels* around *corners*, *factor* times smaller, with the corners in it."""
    height, width = pixels.shape[:2]
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    right, bottom = np.ceil(corners.max(axis=0)).astype(int).clip(1, [width, height])
    part = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    size = (max(1, round(part.shape[1] / factor)), max(1, round(part.shape[0] / factor)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    scale = np.array([size[0] / part.shape[1], size[1] / part.shape[0]], dtype=np.float32)
    moved = (corners - np.array([left, top], dtype=np.float32)) * scale
    return np.asarray(small, dtype=np.uint8), np.asarray(moved, dtype=np.float32)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield numbers of lines, those of like width together."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and max(_NARROWEST, widths[at]) * (len(batch) + 1) > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch
