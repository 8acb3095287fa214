"""PDF/A: what is checked, and how findings are told."""

from typing import Any

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.reading.fonts import fonts_of

MOST_FINDINGS = 100
CHECKED = [
    "file structure and encryption", "metadata (XMP) and its agreement with the information dictionary",
    "output intent, and device colors without one", "fonts: embedding, encodings, widths, character maps",
    "content operators and graphics states", "annotations and actions", "transparency", "embedded files",
]  # fmt: skip


class Finding(BaseModel):
    rule: str = Field(description="Rule that is broken: clause of ISO 19005, or a rule of this check.")
    where: str = Field(description="Place in the document, such as a page or an object.")
    message: str = Field(description="What does not conform, and the rule that it breaks.")
    certain: bool = Field(description="False if it may be allowed, but is not known to this check.")


def findings_of(report: Any) -> list[Finding]:
    """Return the first 100 findings."""
    return [
        Finding(
            rule=str(each.rule).replace("pikepdf:", "check:"),
            where=str(each.where)[:300],
            message=str(each.message)[:500],
            certain=each.kind == "violation",
        )
        for each in report.findings[:MOST_FINDINGS]
    ]


def missing_fonts(pdf: pikepdf.Pdf) -> list[Finding]:
    """Return a finding for every font that is not in the file."""
    return [
        Finding(
            rule="check:embedded-fonts",
            where=f"page {font.pages[0]}" if font.pages else "document",
            message=f"The font {font.name} is not embedded.",
            certain=True,
        )
        for font in fonts_of(pdf)
        if not font.embedded
    ]


def drop_behavior(pdf: pikepdf.Pdf) -> list[str]:
    """Remove what viewers do on a screen, and private entries: nothing that is printed. Return warnings."""
    for page in pdf.pages:
        for key in ("/Trans", "/Dur", "/PresSteps"):
            if key in page.obj:
                del page.obj[key]
    if "/DocChecksum" in pdf.trailer:
        del pdf.trailer["/DocChecksum"]
    if pdf.Root.get("/PageMode") == "/UseAttachments":
        pdf.Root.PageMode = pikepdf.Name.UseNone
    if "/OpenAction" not in pdf.Root:
        return []
    del pdf.Root["/OpenAction"]
    return ["What viewers do when they open the document (/OpenAction) was removed."]


def level_of(pdf: pikepdf.Pdf, given: str | None) -> str:
    """Return the level to check: what is given, what the document claims, or 2b."""
    if given is not None:
        return given
    with pdf.open_metadata() as metadata:
        part = str(metadata.get("pdfaid:part", ""))
    return {"1": "1b", "2": "2b", "3": "3b"}.get(part, "2b")
