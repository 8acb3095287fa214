"""PDF/A: what is checked, and how findings are told."""

from typing import Any

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.reading.fonts import fonts_of

MOST_FINDINGS = 100
_OF_PAGES = frozenset(
    (
        "/Type",
        "/Parent",
        "/LastModified",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/BoxColorInfo",
        "/Contents",
        "/Rotate",
        "/Group",
        "/Annots",
        "/Metadata",
        "/StructParents",
        "/Tabs",
        "/UserUnit",
        "/PieceInfo",
        "/AF",
        "/AA",
        "/VP",
    )
)
_OF_TRAILERS = frozenset(
    (
        "/Size",
        "/Root",
        "/Info",
        "/ID",
        "/Encrypt",
        "/Prev",
        "/XRefStm",
        "/Type",
        "/W",
        "/Index",
        "/Length",
        "/Filter",
        "/DecodeParms",
    )
)
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
        _keep_only(page.obj, _OF_PAGES)
    _keep_only(pdf.trailer, _OF_TRAILERS)
    for key in ("/NeedsRendering", "/Perms", "/Legal", "/Requirements"):
        if key in pdf.Root:
            del pdf.Root[key]
    if pdf.Root.get("/PageMode") in ("/UseAttachments", "/UseOC"):
        pdf.Root.PageMode = pikepdf.Name.UseNone
    _name_glyph_maps(pdf)
    if "/OpenAction" not in pdf.Root:
        return []
    del pdf.Root["/OpenAction"]
    return ["What viewers do when they open the document (/OpenAction) was removed."]


def _keep_only(entry: pikepdf.Object, known: frozenset[str]) -> None:
    for key in list(entry.keys()):
        if key not in known:
            del entry[key]


def _name_glyph_maps(pdf: pikepdf.Pdf) -> None:
    """State that codes are glyph numbers in the fonts that leave it open, as readers take it."""
    for each in pdf.objects:
        is_font = isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/CIDFontType2"
        if is_font and "/CIDToGIDMap" not in each:
            each["/CIDToGIDMap"] = pikepdf.Name.Identity


def level_of(pdf: pikepdf.Pdf, given: str | None) -> str:
    """Return the level to check: what is given, what the document claims, or 2b."""
    if given is not None:
        return given
    with pdf.open_metadata() as metadata:
        part = str(metadata.get("pdfaid:part", ""))
    return {"1": "1b", "2": "2b", "3": "3b"}.get(part, "2b")
