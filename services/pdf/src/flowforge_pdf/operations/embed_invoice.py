"""Embed the XML of an invoice in its PDF: Factur-X, ZUGFeRD or XRechnung, as PDF/A-3b.

The XML is checked against its schema. Fonts that are not embedded in the PDF are replaced by free ones, with
the widths of the originals; where that fails the answer is an error, unless `keep_findings` is set.
"""

from pydantic import BaseModel, Field

from flowforge_pdf.core.changing.archiving import Finding, drop_behavior
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, named
from flowforge_pdf.core.examples import PLAIN
from flowforge_pdf.core.invoicing.documents import UnreadableInvoice, parse_xml, read_terms, schema_findings
from flowforge_pdf.core.invoicing.embedding import embed_invoice
from flowforge_pdf.core.invoicing.examples import INVOICE_XML
from flowforge_pdf.core.substituting.embedding import embed_missing_fonts
from flowforge_pdf.operations.to_pdfa import NotConvertible, obstacles
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileInput, FileOutput, operation


class EmbedInvoiceForm(PdfForm):
    xml: FileInput = Field(description="The invoice in XML: Cross Industry Invoice (CII).")
    keep_findings: bool = Field(default=False, description="Return the result even if it is not PDF/A-3b.")


class EmbedInvoiceReport(BaseModel):
    level: str = Field(description="Conformance level that the XML claims, such as EN 16931.")
    name: str = Field(description="Name of the attachment.")
    findings: list[Finding] = Field(description="What a check of the PDF as PDF/A-3b found.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/embed-invoice",
    errors=(*OPENING, UnreadableInvoice, NotConvertible),
    run=RUN,
    example={"file": PLAIN, "xml": INVOICE_XML},
)
def embed_invoice_in_pdf(form: EmbedInvoiceForm, settings: PdfSettings) -> FileOutput[EmbedInvoiceReport]:
    root = parse_xml(form.xml.content, "xml")
    if not root.tag.endswith("CrossIndustryInvoice"):
        raise UnreadableInvoice(
            field="xml", reason="PDFs carry Cross Industry Invoices (CII), and it is something else"
        )
    for finding in schema_findings(root):
        raise UnreadableInvoice(field="xml", reason=finding.message)
    level = level_of(str(read_terms(root, "xml").get("BT-24", "")))
    name = "xrechnung.xml" if level == "XRECHNUNG" else "factur-x.xml"
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        dropped = drop_behavior(opened.pdf)
        replaced, refused = embed_missing_fonts(opened.pdf)
        content, findings = embed_invoice(opened.pdf, form.xml.content, level, name)
        warnings = opened.warnings + dropped + replaced
    if findings and not form.keep_findings:
        raise NotConvertible(level="3b", findings=obstacles(refused, findings))
    report = EmbedInvoiceReport(level=level, name=name, findings=findings, warnings=warnings)
    return FileOutput(content, MEDIA_TYPE, named(form.file.name), report)


def level_of(guideline: str) -> str:
    """Return the level as the metadata of a PDF names it."""
    low = guideline.lower()
    for part, level in (
        ("xrechnung", "XRECHNUNG"), ("extended", "EXTENDED"), ("basicwl", "BASIC WL"), ("minimum", "MINIMUM"),
        ("basic", "BASIC"),
    ):  # fmt: skip
        if part in low:
            return level
    return "EN 16931"
