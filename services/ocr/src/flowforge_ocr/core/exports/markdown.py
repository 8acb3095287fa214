"""Pages as Markdown: headings by their size, lists by their bullets, tables by their columns."""

import re
import statistics
from collections.abc import Iterable

from flowforge_ocr.core.arrangement.paragraphs import Paragraph
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.tables.alignment import table_of

_BULLET = re.compile("^\\s*(?:[•●◦▪■‣*·\N{EN DASH}-]|(\\d{1,3})[.)])\\s+(?=\\S)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
HEADING, _TITLE = 1.3, 1.8
LONGEST_HEADING = 120
_WIDE = 0x2E80  # from here on, scripts are written without spaces


def as_markdown(pages: Iterable[ReadPage]) -> str:
    """Return all pages, separated by thematic breaks."""
    return "\n\n---\n\n".join(filter(None, map(_page, pages))) + "\n"


def _page(page: ReadPage) -> str:
    body = body_height(page.paragraphs)
    return "\n\n".join(filter(None, (_block(paragraph, body) for paragraph in page.paragraphs)))


def body_height(paragraphs: Iterable[Paragraph]) -> float:
    """Return the height of most lines."""
    heights = [
        line.quad.height
        for paragraph in paragraphs
        for line in paragraph.lines
        for _ in range(max(1, len(line.text) // 10))
    ]
    return statistics.median(heights) if heights else 0.0


def is_list(paragraph: Paragraph) -> bool:
    return any(_BULLET.match(row) for row in _texts(paragraph))


def _texts(paragraph: Paragraph) -> list[str]:
    return [" ".join(line.text for line in row) for row in paragraph.rows]


def _block(paragraph: Paragraph, body: float) -> str:
    table = table_of(paragraph.rows) if paragraph.is_tabular else None
    if table is not None:
        return _table(table)
    rows = _texts(paragraph)
    if is_list(paragraph):
        return _list(rows)
    text = joined(rows)
    ratio = paragraph.line_height / body if body else 1.0
    if ratio > HEADING and len(text) <= LONGEST_HEADING:
        return ("# " if ratio > _TITLE else "## ") + _escaped(text)
    if paragraph.is_tabular:
        return "  \n".join(map(_escaped, rows))
    return _escaped(text)


def joined(rows: Iterable[str]) -> str:
    """Join lines to running text: words that were divided become one, scripts without spaces get none."""
    text = ""
    for row in rows:
        if not text:
            text = row
        elif text.endswith("-") and text[-2:-1].isalpha() and row[:1].islower():
            text = text[:-1] + row
        elif row and ord(text[-1]) >= _WIDE and ord(row[0]) >= _WIDE:
            text += row
        else:
            text += f" {row}"
    return text


def _list(rows: list[str]) -> str:
    items: list[str] = []
    for row in rows:
        bullet = _BULLET.match(row)
        if bullet:
            mark = f"{bullet[1]}." if bullet[1] else "-"
            items.append(f"{mark} {_escaped(row[bullet.end() :])}")
        elif items:
            items[-1] += f" {_escaped(row)}"
        else:
            items.append(f"{_escaped(row)}\n")
    return "\n".join(items)


def _table(rows: list[list[str]]) -> str:
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    cells = ([cell if cell == "---" else _escaped(cell) for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
