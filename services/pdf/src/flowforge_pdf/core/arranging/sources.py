"""The files of a request that become pages: documents and pictures."""

from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from flowforge_pdf.core.arranging.picture_images import looks_like_picture
from flowforge_pdf.core.arranging.pictures import PicturePages
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import Opened, head, open_pdf, reading
from servicekit import FileInput


@contextmanager
def open_source(
    file: FileInput,
    password: str | None,
    limits: PdfLimits,
    *,
    name: str,
    paper: tuple[float, float] | None = None,
) -> Iterator[Opened]:
    """Open a document, or make one of a picture. *name* is the field that it came in."""
    beginning = head(file.path)
    if b"%PDF-" not in beginning and looks_like_picture(beginning):
        with pikepdf.new() as made, reading(name):
            PicturePages(made, paper=paper).add(file.path, name)
            yield Opened(made)
    else:
        with open_pdf(file.path, password, limits, name=name) as opened:
            yield opened
