"""Documents made for single tests, by a library that the service does not use for reading."""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # it ships none
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from servicekit import FileOutput, FileOutputs


def numbered_pages(pages: int = 3, size: tuple[float, float] = (200, 300), word: str = "Page") -> bytes:
    """Return a document whose pages say `Page 1`, `Page 2` and so on."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 18)
        canvas.drawString(20, size[1] - 40, f"{word} {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_of_text(lines: Sequence[str], size: tuple[float, float] = (300, 300), font: int = 12) -> bytes:
    """Return a document of one page with a line for each text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.setFont("Helvetica", font)
    for number, line in enumerate(lines, 1):
        canvas.drawString(20, size[1] - 10 - number * font * 1.5, line)
    canvas.save()
    return buffer.getvalue()


def encrypted(content: bytes, user: str = "secret", owner: str = "owner") -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=user, owner=owner, R=6))
    return buffer.getvalue()


def content_of(output: FileOutput[Any]) -> bytes:
    assert isinstance(output.data, bytes)
    return output.data


def contents_of(outputs: FileOutputs[Any]) -> list[bytes]:
    return [content_of(each) for each in outputs.files]


def texts_of(content: bytes, password: str | None = None) -> list[str]:
    """Return the text of every page, as PDFium reads it."""
    document = pypdfium2.PdfDocument(content, password=password)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def sizes_of(content: bytes) -> list[tuple[float, float]]:
    """Return the size of every page as a viewer shows it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [(round(page.get_width(), 1), round(page.get_height(), 1)) for page in document]
    finally:
        document.close()


def picture_of(content: bytes, page: int = 0, scale: float = 1) -> Any:
    """Return a page as a picture of Pillow's."""
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def damaged(content: bytes) -> bytes:
    """Return the document without its cross-reference table's true position."""
    start = content.rindex(b"startxref")
    return content[:start] + b"startxref\n7\n%%EOF\n"


def linked_pages() -> bytes:
    """Return three pages, each with a bookmark and a link to the next; the last leads to the first."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 300), invariant=1)
    canvas.setTitle("Three chapters")
    for number in range(3):
        canvas.drawString(20, 200, f"Text {number + 1}")
        canvas.bookmarkPage(f"k{number}")
        canvas.addOutlineEntry(f"Chapter {number + 1}", f"k{number}", 0)
        canvas.linkRect("next", f"k{(number + 1) % 3}", (10, 10, 50, 50))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def table_document(rows: int = 30, *, ruled: bool = True) -> bytes:
    """Return a heading, two paragraphs and a table of three columns that goes on over pages."""
    buffer = io.BytesIO()
    styles = getSampleStyleSheet()
    cells = [
        ["Nr", "Article", "Price"],
        *([str(at), f"Article {at}", f"{at * 1.5:.2f}"] for at in range(1, rows + 1)),
    ]
    table = Table(cells, repeatRows=1, colWidths=[50, 120, 80])
    if ruled:
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    text = "The quick brown fox jumps over the lazy dog. " * 6
    story = [
        Paragraph("Price list", styles["Heading1"]),
        Paragraph(text, styles["Normal"]),
        Spacer(1, 14),
        Paragraph("A second paragraph follows here.", styles["Normal"]),
        Spacer(1, 14),
        table,
    ]
    SimpleDocTemplate(buffer, pagesize=(400, 500), invariant=1).build(story)
    return buffer.getvalue()


def scanned_page(text: str = "SCANNED 4711", size: tuple[int, int] = (600, 400)) -> bytes:
    """Return a page that is a picture of a text."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).text((40, 40), text, "black", ImageFont.load_default(48))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(size[0] / 2, size[1] / 2), invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, size[0] / 2, size[1] / 2)
    canvas.save()
    return buffer.getvalue()


def picture_file(kind: str, size: tuple[int, int] = (96, 48)) -> bytes:
    """Return an orange picture in a format of Pillow's."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#ff8000").save(buffer, kind)
    return buffer.getvalue()


def form_document() -> bytes:
    """Return a form with a text field, a checkbox, a choice and two radio buttons."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5, invariant=1)
    form = canvas.acroForm
    canvas.drawString(30, 520, "Name:")
    form.textfield(name="name", value="Ada", x=90, y=510, width=150, height=20)
    form.checkbox(name="agree", x=90, y=470, size=15)
    form.choice(name="color", value="red", options=["red", "blue"], x=90, y=430, width=100, height=20)
    form.radio(name="size", value="S", selected=True, x=90, y=400, size=15)
    form.radio(name="size", value="L", selected=False, x=120, y=400, size=15)
    canvas.save()
    return buffer.getvalue()
