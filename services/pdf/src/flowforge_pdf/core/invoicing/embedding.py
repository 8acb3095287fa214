"""Put the XML of an invoice into a PDF: PDF/A-3b with Factur-X metadata."""

import io
import re

import pikepdf

from flowforge_pdf.core.changing.archiving import Finding, findings_of, missing_fonts
from flowforge_pdf.core.documents import save
from flowforge_pdf.core.steps import Saving
from flowforge_pdf.engines.pdfa_rules import without_format_checkers

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PDFA_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
# The check knows the schemas of the standard only, not those that a document explains itself.
_EXPLAINED = re.compile(r"^XMP (?:namespace|property) (?:fx|pdfaExtension|pdfaSchema|pdfaProperty)[=:]")


def embed_invoice(pdf: pikepdf.Pdf, xml: bytes, level: str, name: str) -> tuple[bytes, list[Finding]]:
    """Return *pdf* as PDF/A-3b with *xml* attached as *name*, and what a check of it found."""
    with without_format_checkers():
        from pikepdf import pdfa  # noqa: PLC0415 - few calls need it

    for old in [each for each in pdf.attachments if each == name]:
        del pdf.attachments[old]
    file = pikepdf.AttachedFileSpec(
        pdf,
        xml,
        filename=name,
        description="Invoice in XML",
        mime_type="text/xml",
        relationship=pikepdf.Name.Alternative if level != "MINIMUM" else pikepdf.Name.Data,
    )
    pdf.attachments[name] = file
    pdf.Root.AF = pikepdf.Array([pdf.attachments[name].obj])
    pdfa.prepare(pdf, "3b")
    _describe(pdf, level, name)
    content = save(pdf, Saving(encryption=False))
    findings = missing_fonts(pdf) + findings_of(pdfa.validate_written(io.BytesIO(content), "3b"))
    return content, [each for each in findings if not _EXPLAINED.search(each.message)]


def _describe(pdf: pikepdf.Pdf, level: str, name: str) -> None:
    """Add what Factur-X demands to the metadata: its four properties, and the schema that explains them."""
    metadata = pdf.Root.Metadata
    packet = metadata.read_bytes()
    properties = "".join(
        f"<fx:{key}>{value}</fx:{key}>"
        for key, value in (
            ("DocumentType", "INVOICE"),
            ("DocumentFileName", name),
            ("Version", "1.0" if level != "XRECHNUNG" else "3.0"),
            ("ConformanceLevel", level),
        )
    )
    described = (
        f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{properties}</rdf:Description>{_schema()}'
    )
    end = packet.rindex(b"</rdf:RDF>")
    metadata.write(packet[:end] + described.encode() + packet[end:])


def _schema() -> str:
    fields = (
        ("DocumentFileName", "name of the embedded XML invoice file"),
        ("DocumentType", "INVOICE"),
        ("Version", "The actual version of the Factur-X XML schema"),
        ("ConformanceLevel", "The conformance level of the embedded Factur-X data"),
    )
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{field}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for field, text in fields
    )
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        f'xmlns:pdfaSchema="{_PDFA_SCHEMA}" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )
