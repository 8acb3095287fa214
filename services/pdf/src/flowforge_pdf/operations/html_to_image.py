"""Draw HTML and CSS as a picture, as a browser window shows it: cards, invoices, tables, badges, signatures.

Pictures, fonts and style sheets are sent as `resources` and found by their names, or loaded from public http
and https addresses. Scripts do not run.
"""

import io
from typing import Literal, Self

from PIL import Image
from pydantic import BaseModel, Field, model_validator

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.lengths import Color
from flowforge_pdf.core.making.html_source import HtmlSource
from flowforge_pdf.core.making.resources import RemoteFiles, Resources
from flowforge_pdf.core.making.typesetting import (
    RUN_WITH_DOWNLOADS,
    UndrawableHtml,
    check_characters,
    check_size,
)
from flowforge_pdf.core.rendering.encoding import EXTENSIONS, MEDIA_TYPES, encode
from flowforge_pdf.engines.plutoprint import OWN_ADDRESS, TooLarge, draw
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPixels
from servicekit import Context, FileOutput, operation

_CSS_DPI = 96


class HtmlToImageForm(HtmlSource):
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

    @model_validator(mode="after")
    def _has_alpha(self) -> Self:
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
    run=RUN_WITH_DOWNLOADS,
    example={"html": "<h1 style='color:#2c5364'>Hello</h1><p>A card.</p>", "width": 400},
)
async def draw_html(
    form: HtmlToImageForm, settings: PdfSettings, context: Context
) -> FileOutput[HtmlImageReport]:
    html = form.text
    check_size(html)
    resources = Resources(form.resources, remote=RemoteFiles(context) if form.remote else None)
    drawn = await resources.complete(lambda: _draw(html, form, resources, settings.limits.max_pixels))
    check_characters(html, resources)
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as picture:
        content = encode(
            _on(picture, form.background), form.format, quality=form.quality, dpi=_CSS_DPI * form.scale
        )
        width, height = picture.size
    missing, warnings = resources.describe_missing()
    report = HtmlImageReport(width=width, height=height, missing=missing, warnings=warnings)
    name = f"{form.name('image')}.{EXTENSIONS[form.format]}"
    return FileOutput(content, MEDIA_TYPES[form.format], name, report)


def _draw(html: str, form: HtmlToImageForm, resources: Resources, max_pixels: int) -> bytes:
    styled = f"<style>body{{font-family:'Noto Sans'}}</style>{html}"
    size = (form.width, form.height or 0)
    try:
        base_url = form.base_url or OWN_ADDRESS
        return draw(styled, size, form.scale, resources.find, max_pixels, base_url=base_url)
    except TooLarge as error:
        raise TooManyPixels(pixels=error.pixels, limit=max_pixels) from error
    except (ValueError, RuntimeError) as error:
        raise UndrawableHtml(reason="the engine failed on it") from error


def _on(picture: Image.Image, background: str) -> Image.Image:
    if background == "transparent":
        return picture
    sheet = Image.new("RGBA", picture.size, background)
    sheet.alpha_composite(picture.convert("RGBA"))
    return sheet.convert("RGB")
