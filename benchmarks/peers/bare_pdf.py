"""The documents of the PDF benchmark, and the same work in one process by the libraries themselves."""

import io
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdf
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from flowforge_pdf.operations.redact import RedactForm, redact_document
from flowforge_pdf.settings import PdfSettings
from servicekit import FileInput

LINES = 50


@dataclass(frozen=True, slots=True)
class Documents:
    twenty: list[bytes]
    pages_100: bytes
    pages_400: bytes


def documents() -> Documents:
    return Documents([pages(20, start) for start in range(20)], pages(100, 0), pages(400, 0))


def pages(count: int, seed: int) -> bytes:
    """Return a document of pages with 50 lines of text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in range(count):
        canvas.setFont("Helvetica", 10)
        for line in range(LINES):
            text = (
                f"Quarterly {(seed + page * LINES + line) % 9999} report: revenue grew, costs fell, and so on"
            )
            canvas.drawString(50, 800 - 15 * line, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def large_documents() -> list[bytes]:
    """Return 20 documents of one page with a picture of 2 MB each."""
    made = []
    for seed in range(20):
        noise = np.random.default_rng(seed).integers(0, 255, (700, 1000, 3), dtype=np.uint8)
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=1)
        canvas.drawImage(ImageReader(Image.fromarray(noise)), 0, 0, 500, 350)
        canvas.save()
        made.append(buffer.getvalue())
    return made


def joined(files: list[bytes]) -> bytes:
    with pikepdf.new() as pdf:
        for each in files:
            with pikepdf.open(io.BytesIO(each)) as source:
                pdf.pages.extend(source.pages)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def _merge_pikepdf(given: Documents) -> bytes:
    return joined(given.twenty)


def _merge_pypdfium2(given: Documents) -> bytes:
    made = pypdfium2.PdfDocument.new()
    for each in given.twenty:
        source = pypdfium2.PdfDocument(each)
        made.import_pages(source)
        source.close()
    buffer = io.BytesIO()
    made.save(buffer)
    made.close()
    return buffer.getvalue()


def _zipped(parts: list[bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, part in enumerate(parts):
            archive.writestr(f"{number}.pdf", part)
    return buffer.getvalue()


def _split_pikepdf(given: Documents) -> bytes:
    parts = []
    with pikepdf.open(io.BytesIO(given.pages_400)) as source:
        for page in source.pages:
            with pikepdf.new() as part:
                part.pages.append(page)
                parts.append(_saved(part))
    return _zipped(parts)


def _text_pypdfium2(given: Documents) -> str:
    document = pypdfium2.PdfDocument(given.pages_100)
    text = "\f".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def _render_pypdfium2(given: Documents) -> bytes:
    document = pypdfium2.PdfDocument(given.twenty[0])
    parts = []
    for page in document:
        buffer = io.BytesIO()
        page.render(scale=2).to_pil().save(buffer, "PNG", compress_level=1)
        parts.append(buffer.getvalue())
    document.close()
    return _zipped(parts)


def _encrypt_pikepdf(given: Documents) -> bytes:
    with pikepdf.open(io.BytesIO(given.pages_400)) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(user="secret", owner="secret", R=6))


def _encrypt_pypdf(given: Documents) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(given.pages_400))
    writer.encrypt("secret", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


PEERS: dict[str, dict[str, Callable[[Documents], object]]] = {
    "merge 20 files of 20 pages": {"pikepdf": _merge_pikepdf, "pypdfium2": _merge_pypdfium2},
    "split 400 pages": {"pikepdf": _split_pikepdf},
    "text of 100 pages": {"pypdfium2": _text_pypdfium2},
    "render 20 pages at 144 dpi": {"pypdfium2": _render_pypdfium2},
    "encrypt 400 pages": {"pikepdf": _encrypt_pikepdf, "pypdf": _encrypt_pypdf},
}


def qpdf_command(name: str, given: Documents, folder: Path) -> Callable[[], object] | None:
    """Return a call of the qpdf command that does the same; None where it is not installed, or cannot."""
    program = shutil.which("qpdf")
    if program is None:
        return None
    long = folder / "400.pdf"
    long.write_bytes(given.pages_400)
    paths = []
    for number, content in enumerate(given.twenty):
        paths.append(folder / f"{number}.pdf")
        paths[-1].write_bytes(content)
    out = str(folder / "out.pdf")
    arguments = {
        "merge 20 files of 20 pages": ["--empty", "--pages", *map(str, paths), "--", out],
        "split 400 pages": ["--split-pages=1", str(long), str(folder / "part-%d.pdf")],
        "encrypt 400 pages": ["--encrypt", "secret", "secret", "256", "--", str(long), out],
    }.get(name)
    return partial(subprocess.run, [program, *arguments], check=True) if arguments else None


def seconds_of_redaction(content: bytes) -> float:
    """Return the processor time of the handler itself, which has no deadline here."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(content)
        file = FileInput(path, len(content), None, "application/pdf", "document.pdf")
        started = time.process_time()
        made = redact_document(RedactForm(file=file, texts=["Quarterly 7"]), PdfSettings())
    if made.report is None or not made.report.verified:
        raise RuntimeError("the redaction is not verified")
    return time.process_time() - started


def invoice_html() -> str:
    rows = "".join(
        f"<tr><td>{number}</td><td>Position {number}, an article</td><td>{number * 3}</td>"
        f"<td>{number * 1.5:.2f}</td><td>{number * 4.5:.2f}</td></tr>"
        for number in range(1, 41)
    )
    style = "table{width:100%;border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:4px}"
    return f"<style>{style}</style><h1>Invoice 2026-17</h1><p>Ann Example</p><table>{rows}</table>"


def invoice_json() -> dict[str, Any]:
    party = {
        "name": "Ann Example GmbH",
        "street": "Road 1",
        "city": "Berlin",
        "postcode": "10115",
        "country": "DE",
    }
    return {
        "number": "2026-17",
        "issue_date": "2026-11-30",
        "due_date": "2026-12-30",
        "currency": "EUR",
        "seller": {**party, "vat_id": "DE123456789"},
        "buyer": party,
        "lines": [
            {"name": f"Article {number}", "quantity": number, "unit_price": "1.50", "vat_percent": 19}
            for number in range(1, 41)
        ],
    }
