"""Every document of a folder works or gives a code: FLOWFORGE_PDF_CORPUS names the folder.

The source distributions of pikepdf, pypdf, pdfminer.six, pypdfium2 and pdfplumber hold 149 files.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flowforge_pdf.operations.extract_pages import ExtractPagesForm, extract_pages
from flowforge_pdf.operations.flatten import FlattenForm, flatten_document
from flowforge_pdf.operations.info import InfoForm, get_info
from flowforge_pdf.operations.n_up import NUpForm, put_pages_on_sheets
from flowforge_pdf.operations.preflight import PreflightForm, preflight_document
from flowforge_pdf.operations.redact import RedactForm, redact_document
from flowforge_pdf.operations.text import TextForm, extract_text
from flowforge_pdf.operations.thumbnail import ThumbnailForm, draw_thumbnail
from flowforge_pdf.settings import PdfSettings
from servicekit import FileInput, OperationError

pytestmark = pytest.mark.deep
FOLDER = os.environ.get("FLOWFORGE_PDF_CORPUS")
FILES = sorted(Path(FOLDER).rglob("*.pdf")) if FOLDER else []
SETTINGS = PdfSettings()
OPERATIONS: dict[str, Callable[[FileInput], Any]] = {
    "info": lambda file: get_info(InfoForm(file=file), SETTINGS),
    "text": lambda file: extract_text(TextForm(file=file, pages="1"), SETTINGS),
    "extract": lambda file: extract_pages(ExtractPagesForm(file=file, pages="1"), SETTINGS),
    "sheets": lambda file: put_pages_on_sheets(NUpForm(file=file, pages="1"), SETTINGS),
    "flatten": lambda file: flatten_document(FlattenForm(file=file), SETTINGS),
    "thumbnail": lambda file: draw_thumbnail(ThumbnailForm(file=file), SETTINGS),
    "redact": lambda file: redact_document(RedactForm(file=file, texts=["the"], pages="1"), SETTINGS),
    "preflight": lambda file: preflight_document(PreflightForm(file=file), SETTINGS),
}


@pytest.mark.skipif(not FILES, reason="FLOWFORGE_PDF_CORPUS names no folder with documents")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_document_works_or_gives_its_code(path: Path) -> None:
    file = FileInput(path, path.stat().st_size, None, "application/pdf", path.name)
    codes: set[str] = set()
    for run in OPERATIONS.values():
        try:
            run(file)
        except OperationError as error:
            codes.add(error.code)
    assert "INTERNAL_ERROR" not in codes
