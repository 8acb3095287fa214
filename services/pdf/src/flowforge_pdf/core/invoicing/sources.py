"""Where an invoice in XML comes from: a PDF that carries it, or a file of its own."""

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdf.core.invoicing.documents import embedded_xml
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import open_pdf


def invoice_of(form: PdfForm, limits: PdfLimits) -> tuple[str, bytes, list[str]]:
    """Return name and content of the XML, and warnings about the PDF. Raises NoInvoice and faults of PDFs."""
    content = form.file.content
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return form.file.name or "invoice.xml", content, []
    with open_pdf(form.file.path, form.password, limits) as opened:
        name, found = embedded_xml(opened.pdf)
        return name, found, list(opened.warnings)
