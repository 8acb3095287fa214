"""Look at every page of a PDF before work on it: text or scan, images, fonts, and what would help."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.contents import survey
from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.core.reading.pictures import images_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, Opened, open_pdf
from servicekit import operation

_LEAST_CHARACTERS = 10
_LARGE = 2_000_000


class PreflightForm(PdfForm):
    pass


class PreflightPage(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    width: float = Field(description="Width in points.")
    height: float = Field(description="Height in points.")
    characters: int = Field(description="Characters of text.")
    images: int = Field(description="Images that are first used on this page.")
    needs_ocr: bool = Field(description="True if it has images and next to no text.")


class PreflightResult(BaseModel):
    pages: list[PreflightPage]
    scanned_pages: int
    fonts_not_embedded: list[str]
    tagged: bool = Field(description="True if it has structure tags, which screen readers need.")
    language: bool = Field(description="True if it says its language.")
    title: bool = Field(description="True if it has a title.")
    advice: list[str] = Field(description="Operations that would help, with the reason.")
    warnings: list[str]


@operation("/preflight", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def preflight_document(form: PreflightForm, settings: PdfSettings) -> PreflightResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        count = len(opened.pdf.pages)
        images = [placed.page for placed in images_of(opened.pdf, list(range(count)))]
        fonts = [font.name for font in fonts_of(opened.pdf) if not font.embedded]
        contents = survey(opened.pdf)
        language, title = "/Lang" in opened.pdf.Root, "/Title" in opened.pdf.docinfo
        advice = _advice(opened, form.file.size, fonts)
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
            advice=advice,
            warnings=reader.warnings,
        )


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
