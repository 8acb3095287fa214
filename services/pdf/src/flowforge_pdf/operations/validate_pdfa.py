"""Check a PDF against PDF/A-1b, 2b or 3b.

The answer lists what was checked and what was found. A file without findings passes this check; only a
certified validator can say that it conforms.
"""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_pdf.core.changing.archiving import (
    CHECKED,
    MOST_FINDINGS,
    Finding,
    findings_of,
    level_of,
    missing_fonts,
)
from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.engines.pdfa_rules import without_format_checkers
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf, reading
from servicekit import operation


class ValidatePdfaForm(PdfForm):
    level: Literal["1b", "2b", "3b"] | None = Field(
        None, description="Level to check against; by default the one that the document claims, or 2b."
    )


class PdfaResult(BaseModel):
    level: str = Field(description="The level of PDF/A, such as 2b.")
    passed: bool = Field(description="True if nothing was found.")
    count: int = Field(description="Number of findings.")
    findings: list[Finding] = Field(description="The first 100.")
    checked: list[str] = Field(description="What was checked.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/validate-pdfa", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def validate_pdfa(form: ValidatePdfaForm, settings: PdfSettings) -> PdfaResult:
    with without_format_checkers():
        from pikepdf import pdfa  # noqa: PLC0415 - few calls need it

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        level = level_of(opened.pdf, form.level)
        warnings = opened.warnings
        fonts = missing_fonts(opened.pdf)
    with reading(), form.file.open() as stream:
        report = pdfa.validate_written(stream, level)
    return PdfaResult(
        level=level,
        passed=report.passed and not fonts,
        count=len(report.findings) + len(fonts),
        findings=[*fonts, *findings_of(report)][:MOST_FINDINGS],
        checked=CHECKED,
        warnings=warnings,
    )
