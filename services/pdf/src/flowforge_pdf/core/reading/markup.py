"""Write blocks as Markdown, HTML or DOCX."""

import html
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from flowforge_pdf.core.reading.blocks import Block

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    '{kind}" Target="{target}"/>'
    "</Relationships>"
)
_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def as_markdown(blocks: Iterable[Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        if block.kind != "item" and lines and lines[-1]:
            lines.append("")
        if block.kind == "table":
            lines += [*_markdown_table(block.rows), ""]
        else:
            text = _SPECIAL.sub(r"\\\1", block.text)
            prefix = {"heading": "#" * block.level + " ", "item": "1. " if block.ordered else "- "}
            lines.append(prefix.get(block.kind, "") + text)
            if block.kind == "heading":
                lines.append("")
    return "\n".join(lines).strip() + "\n" if lines else ""


def _markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    cells = [[_SPECIAL.sub(r"\\\1", cell).replace("|", "\\|") for cell in row] for row in rows]
    head, *body = cells
    return [
        f"| {' | '.join(head)} |",
        "|" + " --- |" * len(head),
        *(f"| {' | '.join(row)} |" for row in body),
    ]


def as_html(pages: Iterable[tuple[int, Sequence[Block]]], title: str) -> str:
    parts = [
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head><body>'
    ]
    for number, blocks in pages:
        parts.append(f'<section id="page-{number}">')
        parts += _html_blocks(blocks)
        parts.append("</section>")
    return "\n".join([*parts, "</body></html>\n"])


def _html_blocks(blocks: Sequence[Block]) -> Iterable[str]:
    listed: str | None = None
    for block in blocks:
        wanted = ("ol" if block.ordered else "ul") if block.kind == "item" else None
        if wanted != listed:
            yield from (f"</{listed}>",) if listed else ()
            yield from (f"<{wanted}>",) if wanted else ()
            listed = wanted
        text = html.escape(block.text)
        if block.kind == "table":
            yield _html_table(block.rows)
        else:
            tag = {"heading": f"h{block.level}", "item": "li"}.get(block.kind, "p")
            yield f"<{tag}>{text}</{tag}>"
    if listed:
        yield f"</{listed}>"


def _html_table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    first = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
    rest = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{first}</tr></thead><tbody>{rest}</tbody></table>"


def as_docx(pages: Iterable[tuple[int, Sequence[Block]]]) -> bytes:
    """Return a Word document with headings, paragraphs, lists and tables; every page begins anew."""
    body: list[str] = []
    for _, blocks in pages:
        if body:
            body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        body += [_docx_block(block) for block in blocks]
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_MAIN}><w:body>'
        f"{''.join(body)}<w:sectPr/></w:body></w:document>"
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:pPr>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in ((1, 36), (2, 30), (3, 26))
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATION.format(kind="officeDocument", target="word/document.xml"))
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", _RELATION.format(kind="styles", target="styles.xml"))
        archive.writestr("word/styles.xml", f'<?xml version="1.0"?><w:styles {_MAIN}>{styles}</w:styles>')
    return buffer.getvalue()


def _docx_block(block: Block) -> str:
    if block.kind == "table":
        rows = "".join(
            f"<w:tr>{''.join(f'<w:tc>{_docx_paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
            for row in block.rows
        )
        edges = "".join(f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right"))
        inner = '<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/>'
        return f"<w:tbl><w:tblPr><w:tblBorders>{edges}{inner}</w:tblBorders></w:tblPr>{rows}</w:tbl><w:p/>"
    if block.kind == "heading":
        return _docx_paragraph(block.text, f'<w:pPr><w:pStyle w:val="Heading{block.level}"/></w:pPr>')
    if block.kind == "item":
        return _docx_paragraph("\u2022 " + block.text, '<w:pPr><w:ind w:left="360"/></w:pPr>')
    return _docx_paragraph(block.text)


def _docx_paragraph(text: str, properties: str = "") -> str:
    plain = escape(_CONTROL.sub("", text))
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{plain}</w:t></w:r></w:p>'
