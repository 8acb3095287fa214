"""Words as tab-separated values, in the columns that Tesseract writes."""

from collections.abc import Iterable, Iterator

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Box

_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
_PAGE, _BLOCK, _PARAGRAPH, _LINE, _WORD = range(1, 6)


def as_tsv(pages: Iterable[ReadPage]) -> str:
    """Return one row for each page, paragraph, line and word; confidences are from 0 to 100, or -1."""
    rows = ["\t".join(_COLUMNS)]
    for page in pages:
        rows += ["\t".join(map(str, row)) for row in _rows(page)]
    return "\n".join(rows) + "\n"


def _rows(page: ReadPage) -> Iterator[tuple[object, ...]]:
    number = page.number
    yield _PAGE, number, 0, 0, 0, 0, 0, 0, page.width, page.height, -1, ""
    for block, paragraph in enumerate(page.paragraphs, 1):
        yield _BLOCK, number, block, 0, 0, 0, *_sides(paragraph.box), -1, ""
        yield _PARAGRAPH, number, block, 1, 0, 0, *_sides(paragraph.box), -1, ""
        for at, line in enumerate(paragraph.lines, 1):
            yield _LINE, number, block, 1, at, 0, *_sides(line.box), -1, ""
            for count, word in enumerate(line.words, 1):
                confidence = round(100 * word.confidence, 2)
                yield _WORD, number, block, 1, at, count, *_sides(word.box), confidence, word.text


def _sides(box: Box) -> tuple[int, int, int, int]:
    return round(box.left), round(box.top), round(box.width), round(box.height)
