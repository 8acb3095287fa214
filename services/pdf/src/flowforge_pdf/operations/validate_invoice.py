"""Validate an electronic invoice, in XML or inside a PDF: its schema, its required terms and its sums.

Every total is computed again from its parts: schemas let wrong sums pass. Business rules that need the
official Schematron are not checked; `checked` lists what is.
"""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.invoicing.documents import (
    CHECKED,
    NoInvoice,
    UnreadableInvoice,
    parse_xml,
    read_terms,
    schema_findings,
    sum_findings,
)
from flowforge_pdf.core.invoicing.examples import INVOICE_XML
from flowforge_pdf.core.invoicing.sources import invoice_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import operation


class ValidateInvoiceForm(PdfForm):
    """The file is a PDF, or an invoice in XML."""


class InvoiceProblem(BaseModel):
    rule: str = Field(description="schema, or the number of the business term.")
    message: str = Field(description="What is wrong, and the rule that it breaks.")


class InvoiceValidation(BaseModel):
    passed: bool = Field(description="True if the checks found nothing.")
    profile: str = Field(description="Specification that the invoice names (BT-24).")
    findings: list[InvoiceProblem] = Field(
        description="What is wrong with the invoice; empty if it is valid."
    )
    checked: list[str] = Field(description="What was checked.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/validate-invoice",
    errors=(*OPENING, NoInvoice, UnreadableInvoice),
    run=RUN,
    cache=CACHE,
    example={"file": INVOICE_XML},
)
def validate_invoice(form: ValidateInvoiceForm, settings: PdfSettings) -> InvoiceValidation:
    _, content, warnings = invoice_of(form, settings.limits)
    root = parse_xml(content)
    terms = read_terms(root)
    found = [*schema_findings(root), *sum_findings(terms)]
    return InvoiceValidation(
        passed=not found,
        profile=str(terms.get("BT-24", "")),
        findings=[InvoiceProblem(rule=each.rule, message=each.message) for each in found[:100]],
        checked=CHECKED,
        warnings=warnings,
    )
