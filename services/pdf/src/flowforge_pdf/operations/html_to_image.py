"""Draw HTML and CSS as a picture, as a browser window shows it: cards, invoices, tables, badges, signatures.

Pictures, fonts and style sheets are sent as `resources` and found by their names. Nothing else is fetched,
and scripts do not run.
"""

import io
from typing import Literal, Self

from PIL import Image
from pydantic import BaseModel, Field, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.lengths import Color
from flowforge_pdf.core.making.typesetting import Resources, UndrawableHtml, check_html
from flowforge_pdf.core.rendering.encoding import EXTENSIONS, MEDIA_TYPES, encode
from flowforge_pdf.engines.plutoprint import TooLarge, draw
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPixels
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, RequestForm, operation

_CSS_DPI = 96


class HtmlToImageForm(RequestForm):
    html: str | None = Field(None, min_length=1, description="The HTML as a text.")
    file: FileInput | None = Field(None, description="The HTML as a file.")
    width: int = Field(1200, ge=1, le=10_000, description="Width of the window in CSS pixels.")
    height: int | None = Field(
        None, ge=1, le=20_000, description="Height in CSS pixels; that of the content if left out."
    )
    scale: float = Field(1, ge=0.1, le=4, description="Pixels for each CSS pixel: 2 for sharp screens.")
    background: Color | Literal["transparent"] = Field(
        "white", validate_default=True, description="Color behind the document, or transparent (png, webp)."
    )
    format: Literal["png", "jpeg", "webp"] = Field("png", description="Format of the picture.")
    quality: int = Field(85, ge=1, le=100, description="Quality of jpeg and webp.")
    resources: list[FileInput] = Field(
        [],
        max_length=100,
        description="Pictures, fonts and style sheets, found by the names that the document uses.",
    )

    @model_validator(mode="after")
    def _has_html(self) -> Self:
        if (self.html is None) == (self.file is None):
            raise ValueError("give 'html' (a text) or 'file'")
        if self.background == "transparent" and self.format == "jpeg":
            raise ValueError(
                "'background' is transparent, which 'format' jpeg cannot hold: choose png or webp"
            )
        return self


class HtmlImageReport(BaseModel):
    width: int = Field(description="In pixels.")
    height: int = Field(description="Height of the picture in pixels.")
    missing: list[str] = Field(description="Resources that the document names and that were not sent.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/html-to-image",
    errors=(UndrawableHtml, FontLacksCharacters, TooManyPixels),
    run=RUN,
    cache=Cache(hours=24),
    example={"html": "<h1 style='color:#2c5364'>Hello</h1><p>A card.</p>", "width": 400},
)
def draw_html(form: HtmlToImageForm, settings: PdfSettings) -> FileOutput[HtmlImageReport]:
    html = form.html if form.html is not None else _text(form.file)
    check_html(html, form.resources)
    resources = Resources(form.resources)
    size = (form.width, form.height or 0)
    styled = f"<style>body{{font-family:'Noto Sans'}}</style>{html}"
    try:
        drawn = draw(styled, size, form.scale, resources.find, settings.limits.max_pixels)
    except TooLarge as error:
        raise TooManyPixels(pixels=error.pixels, limit=settings.limits.max_pixels) from error
    except (ValueError, RuntimeError) as error:
        raise UndrawableHtml(reason="the engine failed on it") from error
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as picture:
        content = encode(
            _on(picture, form.background), form.format, quality=form.quality, dpi=_CSS_DPI * form.scale
        )
        width, height = picture.size
    missing, warnings = resources.describe_missing()
    report = HtmlImageReport(width=width, height=height, missing=missing, warnings=warnings)
    stem = (form.file.name or "image").rpartition(".")[0] if form.file and form.file.name else "image"
    return FileOutput(
        content, MEDIA_TYPES[form.format], f"{stem or 'image'}.{EXTENSIONS[form.format]}", report
    )


def _text(file: FileInput | None) -> str:
    return file.content.decode("utf-8-sig", "replace") if file else ""


def _on(picture: Image.Image, background: str) -> Image.Image:
    if background == "transparent":
        return picture
    sheet = Image.new("RGBA", picture.size, background)
    sheet.alpha_composite(picture.convert("RGBA"))
    return sheet.convert("RGB")
