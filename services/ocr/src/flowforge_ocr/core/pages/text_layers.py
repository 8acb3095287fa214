"""The text layer of a PDF page: whether it can be trusted, and its lines in pixels."""

from typing import Any

from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.recognized import Line, Word
from flowforge_pdfs.characters import characters_of, frame_of
from flowforge_pdfs.words import Run, words_of

ENGINE = "text_layer"
_LEAST_CHARACTERS = 10
_FEW_CHARACTERS = 200
_UNREADABLE_SHARE, _COVERED_SHARE = 0.2, 0.6
_LINE_GAP = 1.5


def has_text_layer(page: Any) -> bool:
    """Return whether the page has text worth reading: not only a stamp on a scan, not unreadable codes."""
    textpage = page.get_textpage()
    try:
        text = "".join(textpage.get_text_range().split())
    finally:
        textpage.close()
    if len(text) < _LEAST_CHARACTERS:
        return False
    unreadable = sum(
        not character.isprintable() or "\ue000" <= character <= "\uf8ff" or character == "\ufffd"
        for character in text
    )
    if unreadable > _UNREADABLE_SHARE * len(text):
        return False
    return len(text) >= _FEW_CHARACTERS or _picture_share(page) < _COVERED_SHARE


def _is_unreadable(character: str) -> bool:
    private = "\ue000" <= character <= "\uf8ff"
    return private or character == "\ufffd" or not character.isprintable()


def _picture_share(page: Any) -> float:
    """Return which part of the page its largest picture covers."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # noqa: PLC0415 - it ships none; in workers only

    width, height = page.get_size()
    shares = [0.0]
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        shares.append((right - left) * (top - bottom) / max(1.0, width * height))
    return max(shares)


def text_layer(page: Any, scale: float) -> list[Line]:
    """Return the lines of a page, at *scale* pixels a point."""
    lines: list[list[Run]] = []
    for word in words_of(characters_of(page, frame_of(page))):
        if lines and _follows(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(words, scale) for words in lines]


def _follows(word: Run, following: Run) -> bool:
    gap = following.left - word.right
    return word.is_level_with(following) and -word.height < gap < _LINE_GAP * word.height


def _line(words: list[Run], scale: float) -> Line:
    made = tuple(Word(word.text, 1.0, Quad.of_box(_box(word, scale))) for word in words)
    whole = Box.around(word.box for word in made)
    return Line(made, 1.0, Quad.of_box(whole), ENGINE)


def _box(word: Run, scale: float) -> Box:
    return Box(word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)
