"""Convert a PDF to PDF/A-2b or 3b, and check the result.

Metadata, output intent, annotations and actions are put right; marks and notes get an appearance. Fonts that
are not embedded are replaced by free ones, with the widths of the originals; warnings list them. What cannot
be put right, such as missing fonts of symbols and colors that need converting, is an error, unless
`keep_findings` is set. What the check does not know, such as form fields, is listed in `findings`, and
`passed` is then false.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_pdf.core.changing.appearances import draw_missing_appearances
from flowforge_pdf.core.changing.archiving import CHECKED, Finding, drop_behavior, findings_of
from flowforge_pdf.core.documents import CACHE, LOST_ENCRYPTION, MEDIA_TYPE, PdfForm, named, save
from flowforge_pdf.core.examples import PLAIN
from flowforge_pdf.core.steps import Saving
from flowforge_pdf.core.substituting.embedding import embed_missing_fonts
from flowforge_pdf.engines.pdfa_rules import without_format_checkers
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileOutput, InvalidInput, operation

_SHOWN = 5


class NotConvertible(InvalidInput):
    code = "PDFA_NOT_CONVERTIBLE"
    message = "The document cannot be made PDF/A-{level}: {findings}."


class ToPdfaForm(PdfForm):
    level: Literal["2b", "3b"] = Field(
        "2b", description="2b, or 3b for documents with attachments of any kind."
    )
    keep_findings: bool = Field(
        default=False, description="Return the result even if the check finds something."
    )


class ToPdfaReport(BaseModel):
    level: str = Field(description="The level of PDF/A, such as 2b.")
    passed: bool = Field(description="True if the check of the result found nothing.")
    findings: list[Finding] = Field(description="The first 5 of the result.")
    checked: list[str] = Field(description="The rules that the result was checked against.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/to-pdfa", errors=(*OPENING, NotConvertible), run=RUN, cache=CACHE, example={"file": PLAIN})
def convert_to_pdfa(form: ToPdfaForm, settings: PdfSettings) -> FileOutput[ToPdfaReport]:
    with without_format_checkers():
        from pikepdf import pdfa  # noqa: PLC0415 - few calls need it

    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        warnings = opened.warnings
        if opened.pdf.is_encrypted:
            warnings.append(LOST_ENCRYPTION)
        warnings += drop_behavior(opened.pdf)
        warnings += draw_missing_appearances(opened.pdf)
        replaced, refused = embed_missing_fonts(opened.pdf)
        warnings += replaced
        prepared = pdfa.prepare(opened.pdf, form.level)
        for kind, count in prepared.annotations_removed.items():
            warnings.append(f"{count} hidden annotations of the kind {kind} were removed.")
        content = save(opened.pdf, Saving(encryption=False))
    report = pdfa.validate_written(io.BytesIO(content), form.level)
    certain = [each for each in findings_of(report) if each.certain]
    if (certain or refused) and not form.keep_findings:
        raise NotConvertible(level=form.level, findings=obstacles(refused, certain))
    if not report.passed and not certain:
        warnings.append("Parts of the result are of kinds that the check does not know: see 'findings'.")
    warnings += [
        f"The font {name} is missing and was not replaced: {reason}." for name, reason in refused.items()
    ]
    told_report = ToPdfaReport(
        level=form.level,
        passed=report.passed,
        findings=findings_of(report)[:_SHOWN],
        checked=CHECKED,
        warnings=warnings,
    )
    return FileOutput(content, MEDIA_TYPE, named(form.file.name), told_report)


def obstacles(refused: Mapping[str, str], findings: Sequence[Finding]) -> str:
    """Return the first reasons against a conversion: fonts without a replacement, then what a check found."""
    told = [f"the font {name} is missing, and {reason}" for name, reason in refused.items()]
    told += [f"{each.message} ({each.rule})" for each in findings]
    return "; ".join(list(dict.fromkeys(told))[:_SHOWN])[:900]
