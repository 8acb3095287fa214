"""Look at every page of a PDF before work on it: text or scan, images, fonts, and what would help."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.changing.archiving import Finding, findings_of, missing_fonts
from flowforge_pdf.core.contents import survey
from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.core.reading.pictures import images_of
from flowforge_pdf.core.reading.sizes import Sizes, sizes_of
from flowforge_pdf.engines.pdfa_rules import without_format_checkers
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, Opened, open_pdf
from servicekit import operation

_LEAST_CHARACTERS = 10
_LARGE, _SHOWN, _DPI = 2_000_000, 20, 150


class PreflightForm(PdfForm):
    pass


class PreflightPage(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    width: float = Field(description="Width in points.")
    height: float = Field(description="Height in points.")
    characters: int = Field(description="Characters of text.")
    images: int = Field(description="Images that are first used on this page.")
    needs_ocr: bool = Field(description="True if it has images and next to no text.")


class Conformance(BaseModel):
    """A check against PDF/A-2b; /validate-pdfa has more."""

    passed: bool = Field(description="True if the check found nothing.")
    findings: list[Finding] = Field(description="The first 20.")


class PreflightResult(BaseModel):
    pages: list[PreflightPage] = Field(description="One entry for each page that was looked at.")
    scanned_pages: int = Field(description="Pages that are a picture without text.")
    fonts_not_embedded: list[str] = Field(description="Names of fonts that readers replace with others.")
    tagged: bool = Field(description="True if it has structure tags, which screen readers need.")
    language: bool = Field(description="True if it says its language.")
    title: bool = Field(description="True if it has a title.")
    bytes: Sizes = Field(description="Where the bytes of the file go.")
    pixels: int = Field(description="Pixels of all pages at 150 dpi: what rendering or OCR has to read.")
    pdfa: Conformance = Field(description="Whether the document conforms to PDF/A.")
    advice: list[str] = Field(description="Operations that would help, with the reason.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/preflight", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def preflight_document(form: PreflightForm, settings: PdfSettings) -> PreflightResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        count = len(opened.pdf.pages)
        images = [placed.page for placed in images_of(opened.pdf, list(range(count)))]
        fonts = [font.name for font in fonts_of(opened.pdf) if not font.embedded]
        contents = survey(opened.pdf)
        language, title = "/Lang" in opened.pdf.Root, "/Title" in opened.pdf.docinfo
        advice = _advice(opened, form.file.size, fonts)
        sizes = sizes_of(opened.pdf, form.file.size)
        conformance = _conformance(opened, form)
    with open_reader(form, settings.limits) as reader:
        pages = []
        for page in reader.pages("all"):
            characters = len("".join(page.plain_text().split()))
            on_page = images.count(page.number)
            pages.append(
                PreflightPage(
                    page=page.number,
                    width=round(page.frame.width, 2),
                    height=round(page.frame.height, 2),
                    characters=characters,
                    images=on_page,
                    needs_ocr=bool(images) and characters < _LEAST_CHARACTERS and on_page > 0,
                )
            )
        scanned = sum(page.needs_ocr for page in pages)
        if scanned:
            advice.insert(0, f"ocr service: {scanned} pages are pictures without text.")
        return PreflightResult(
            pages=pages,
            scanned_pages=scanned,
            fonts_not_embedded=fonts,
            tagged=contents.tagged,
            language=language,
            title=title,
            bytes=sizes,
            pixels=round(sum(page.width * page.height for page in pages) * (_DPI / 72) ** 2),
            pdfa=conformance,
            advice=advice,
            warnings=reader.warnings,
        )


def _conformance(opened: Opened, form: PreflightForm) -> Conformance:
    with without_format_checkers():
        from pikepdf import pdfa  # noqa: PLC0415 - few calls need it

    findings = missing_fonts(opened.pdf)
    if not opened.pdf.is_encrypted:
        with form.file.open() as stream:
            findings += findings_of(pdfa.validate_written(stream, "2b"))
    else:
        message = "The document is encrypted, which PDF/A forbids."
        findings.append(Finding(rule="check:encryption", where="document", message=message, certain=True))
    return Conformance(passed=not findings, findings=findings[:_SHOWN])


def _advice(opened: Opened, size: int, fonts: list[str]) -> list[str]:
    contents = survey(opened.pdf)
    wanted = (
        (bool(opened.warnings), "/repair: the file is damaged."),
        (contents.javascript, "/sanitize: it has scripts."),
        (contents.attachments > 0, "/extract-attachments: it has attachments."),
        (contents.form_fields > 0, "/form-fields: it is a form."),
        (contents.signatures > 0, "/verify-signatures: it is signed, and changes would break that."),
        (opened.pdf.is_encrypted, "/decrypt: it is encrypted."),
        (size > _LARGE, "/compress: it is large."),
        (
            bool(fonts),
            "Fonts are not embedded: other machines may show other letters, and PDF/A is not possible.",
        ),
        ("/Title" not in opened.pdf.docinfo, "/set-metadata: it has no title."),
    )
    return [text for applies, text in wanted if applies]
