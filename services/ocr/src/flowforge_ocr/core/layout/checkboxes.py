"""Find checkboxes on a page without a template, whether each is checked, and the label beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from flowforge_ocr.core.recognition.zones import ink_share
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line, Pixels, Word

CHECKED = 0.06  # of a checkbox, without its frame, that is inked
_LEAST, _MOST = 10, 90  # pixels of a side
_SQUARE = 1.35
_FILLED = 0.75  # more ink than this is a bullet or a letter
_FAR, _WORD_GAP, _BEYOND = 12.0, 2.5, 0.3  # of the side of a box: to its label, between words, past its edge
_LEVEL = 0.6  # of the height of a box or of a word


@dataclass(frozen=True, slots=True)
class Checkbox:
    box: Box
    checked: bool
    label: str
    ink: float


def checkboxes_of(pixels: Pixels, lines: Sequence[Line]) -> list[Checkbox]:
    """Return the square boxes of a page from the top, with the text beside each."""
    found: list[Checkbox] = []
    for box in sorted(_squares(pixels), key=lambda each: (each.top, each.left)):
        if any(box.overlap(other.box) > 0.5 * box.area for other in found):
            continue
        if any(_is_letter_of(box, word) for line in lines for word in line.words):
            continue
        label = _label(box, lines)
        left, top, right, bottom = (round(side) for side in box)
        ink = ink_share(pixels[top:bottom, left:right])
        if label and ink < _FILLED:
            found.append(Checkbox(box, ink > CHECKED, label, ink))
    return found


def _is_letter_of(box: Box, word: Word) -> bool:
    """Return whether a word goes on at both sides of a box: then it is one of its letters."""
    beyond = _BEYOND * box.width
    on_both_sides = word.box.left < box.left - beyond and word.box.right > box.right + beyond
    return on_both_sides and word.box.grown(2).holds(box.middle)


def _squares(pixels: Pixels) -> list[Box]:
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = (_square(contour, ink) for contour in contours)
    return [box for box in found if box is not None]


def _square(contour: Any, ink: Any) -> Box | None:
    left, top, width, height = cv2.boundingRect(contour)
    if not (_LEAST <= width <= _MOST and _LEAST <= height <= _MOST):
        return None
    if max(width, height) > _SQUARE * min(width, height):
        return None
    part = ink[top : top + height, left : left + width] > 0
    edge = max(2, round(min(width, height) * 0.15))
    sides = (
        part[:edge].any(axis=0),
        part[-edge:].any(axis=0),
        part[:, :edge].any(axis=1),
        part[:, -edge:].any(axis=1),
    )
    if min(float(np.mean(side)) for side in sides) < 0.85:  # noqa: PLR2004 - each side is a stroke
        return None
    corners = (part[:edge, :edge], part[:edge, -edge:], part[-edge:, :edge], part[-edge:, -edge:])
    if not all(corner.any() for corner in corners):  # round letters have none
        return None
    return Box(left, top, left + width, top + height)


def _label(box: Box, lines: Sequence[Line]) -> str:
    """Return the words to the right of a box on its line, up to a wide gap; else those to its left."""
    level = sorted(
        (word for line in lines for word in line.words if _is_level(word, box)),
        key=lambda word: word.box.left,
    )
    taken: list[str] = []
    right = box.right
    for word in level:
        # Engines let a line begin at the box: its first word reaches over it.
        if word.box.right < box.right + _BEYOND * box.width:
            continue
        if word.box.left - right > (_WORD_GAP if taken else _FAR) * box.width:
            break
        taken.append(word.text)
        right = word.box.right
    if taken:
        return " ".join(taken)
    return " ".join(word.text for word in level if 0 <= box.left - word.box.right < _FAR * box.width)


def _is_level(word: Word, box: Box) -> bool:
    distance = abs(word.box.middle.y - box.middle.y)
    return distance < _LEVEL * max(box.height, word.box.height)
