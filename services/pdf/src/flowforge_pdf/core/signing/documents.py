"""Open documents with the library that signs, whose faults are damage of the document."""

from collections.abc import Iterator
from contextlib import contextmanager

from pyhanko.pdf_utils.misc import PdfError

from flowforge_pdfs.faults import DamagedPdf
from flowforge_pdfs.opening import reading


@contextmanager
def reading_signatures() -> Iterator[None]:
    """Raise as damage what the libraries raise for malformed documents."""
    with reading():
        try:
            yield
        except PdfError as error:
            reason = "its objects are not where signatures need them: repair it first"
            raise DamagedPdf(field="file", reason=reason) from error
