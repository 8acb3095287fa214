"""Pages as hOCR 1.2 (XHTML)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from flowforge_ocr.core.arrangement.paragraphs import Paragraph
from flowforge_ocr.core.exports.characters import valid_xml
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<title></title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<meta name="ocr-system" content="FlowForge"/>
<meta name="ocr-capabilities" content="ocr_page ocr_par ocr_line ocrx_word"/>
</head>
<body>
"""


def as_hocr(pages: Iterable[ReadPage]) -> str:
    return _HEAD + "".join(map(_page, pages)) + "</body>\n</html>\n"


def _page(page: ReadPage) -> str:
    title = f"bbox 0 0 {page.width} {page.height}; ppageno {page.number - 1}"
    if page.dpi:
        title += f"; scan_res {page.dpi:.0f} {page.dpi:.0f}"
    name = f"page_{page.number}"
    paragraphs = [_paragraph(each, f"{page.number}_{at}") for at, each in enumerate(page.paragraphs, 1)]
    return f'<div class="ocr_page" id="{name}" title={quoteattr(title)}>\n{"".join(paragraphs)}</div>\n'


def _paragraph(paragraph: Paragraph, name: str) -> str:
    lines = [_line(line, f"{name}_{at}") for at, line in enumerate(paragraph.lines, 1)]
    return f'<p class="ocr_par" id="par_{name}" title="{_box(paragraph.box)}">\n{"".join(lines)}</p>\n'


def _line(line: Line, name: str) -> str:
    words = [
        f'<span class="ocrx_word" id="word_{name}_{at}" title="{_box(word.box)}; '
        f'x_wconf {round(100 * word.confidence)}">{escape(valid_xml(word.text))}</span>'
        for at, word in enumerate(line.words, 1)
    ]
    title = f"{_box(line.box)}; x_size {line.quad.height:.1f}"
    return f'<span class="ocr_line" id="line_{name}" title="{title}">{" ".join(words)}</span>\n'


def _box(box: Box) -> str:
    return f"bbox {round(box.left)} {round(box.top)} {round(box.right)} {round(box.bottom)}"
