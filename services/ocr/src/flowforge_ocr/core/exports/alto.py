"""Pages as ALTO 4.4 (XML of the Library of Congress)."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from flowforge_ocr.core.exports.characters import valid_xml
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>
<OCRProcessing ID="OCR_0"><ocrProcessingStep>\
<processingSoftware><softwareName>FlowForge</softwareName></processingSoftware></ocrProcessingStep></OCRProcessing>
</Description>
<Layout>
"""


def as_alto(pages: Iterable[ReadPage]) -> str:
    return _HEAD + "".join(map(_page, pages)) + "</Layout>\n</alto>\n"


def _page(page: ReadPage) -> str:
    size = f'WIDTH="{page.width}" HEIGHT="{page.height}"'
    blocks = "".join(_blocks(page))
    accuracy = f' PC="{page.confidence:.4f}"' if page.confidence is not None else ""
    return (
        f'<Page ID="page_{page.number}" PHYSICAL_IMG_NR="{page.number}" {size}{accuracy}>\n'
        f'<PrintSpace HPOS="0" VPOS="0" {size}>\n{blocks}</PrintSpace>\n</Page>\n'
    )


def _blocks(page: ReadPage) -> Iterator[str]:
    for at, paragraph in enumerate(page.paragraphs, 1):
        name = f"{page.number}_{at}"
        lines = [_line(line, f"{name}_{count}") for count, line in enumerate(paragraph.lines, 1)]
        yield f'<TextBlock ID="block_{name}" {_box(paragraph.box)}>\n{"".join(lines)}</TextBlock>\n'


def _line(line: Line, name: str) -> str:
    words = [
        f'<String ID="word_{name}_{at}" {_box(word.box)} WC="{word.confidence:.4f}" '
        f"CONTENT={quoteattr(valid_xml(word.text))}/>"
        for at, word in enumerate(line.words, 1)
    ]
    return f'<TextLine ID="line_{name}" {_box(line.box)}>{"<SP/>".join(words)}</TextLine>\n'


def _box(box: Box) -> str:
    left, top = max(0, round(box.left)), max(0, round(box.top))
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{round(box.width)}" HEIGHT="{round(box.height)}"'
