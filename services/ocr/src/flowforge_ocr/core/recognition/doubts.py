"""Read doubtful words again with a second engine, and keep the surer reading."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.port import Engine, Reading
from flowforge_ocr.engines.recognized import Line, Pixels, Word

DOUBTFUL = 0.8
_PAPER = 0.6  # of the height of a line, shown around it
_LEAST_PAPER = 8
_SHARED = 0.5  # of a word's width that another reading of it covers
_MOST_LINES = 200


def read_again(lines: Sequence[Line], pixels: Pixels, engine: Engine, reading: Reading) -> list[Line]:
    """Return *lines* with those words of *engine* that are surer than words below 0.8."""
    left = _MOST_LINES
    result = []
    for line in lines:
        if left and any(word.confidence < DOUBTFUL for word in line.words):
            left -= 1
            result.append(_decided(line, _second(line, pixels, engine, reading), engine.name))
        else:
            result.append(line)
    return result


def _second(line: Line, pixels: Pixels, engine: Engine, reading: Reading) -> list[Word]:
    """Return what the engine reads in the place of a line."""
    height, width = pixels.shape[:2]
    margin = max(_LEAST_PAPER, _PAPER * line.quad.height)
    area = line.box.grown(margin)
    left, top = max(0, int(area.left)), max(0, int(area.top))
    part = pixels[top : min(height, int(area.bottom) + 1), left : min(width, int(area.right) + 1)]
    found = engine.recognize(np.ascontiguousarray(part), reading)
    words = [replace(word, quad=word.quad.moved(left, top)) for each in found for word in each.words]
    return [word for word in words if line.box.holds(word.box.middle)]


def _decided(line: Line, second: Sequence[Word], name: str) -> Line:
    words = tuple(_surer(word, second, name) for word in line.words)
    length = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / max(1, length)
    changed = any(word.engine for word in words)
    return replace(line, words=words, confidence=confidence if changed else line.confidence)


def _surer(word: Word, second: Sequence[Word], name: str) -> Word:
    if word.confidence >= DOUBTFUL:
        return word
    others = sorted(
        (each for each in second if _covered(each.box, word.box) > _SHARED), key=lambda each: each.box.left
    )
    if not others:
        return word
    confidence = min(each.confidence for each in others)
    if confidence <= word.confidence:
        return word
    return Word("".join(each.text for each in others), confidence, word.quad, name)


def _covered(one: Box, other: Box) -> float:
    """Return which part of *one*'s width lies within *other*."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared / max(1.0, one.width)
