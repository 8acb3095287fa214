"""Output options of every operation that returns a picture."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_image.core.encoding.encoder import Chroma, Encoding
from flowforge_image.core.encoding.formats import NATURAL_TARGET, TargetFormat
from flowforge_image.core.metadata.kept import Metadata
from flowforge_pictures import Color, Profile, SourceFormat
from servicekit import FileInput, RequestBody, RequestForm


class OutputOptions(RequestBody):
    format: TargetFormat | None = Field(
        None, description="Format of the result; by default that of the file, else JPEG or PNG."
    )
    quality: int | None = Field(
        None, ge=1, le=100, description="Quality of lossy formats; by default 80, AVIF 50."
    )
    lossless: bool = Field(default=False, description="WebP and AVIF: keep every pixel as it is.")
    effort: int | None = Field(
        None, ge=0, le=9, description="0 is fastest, 9 makes the smallest file; by default the format's own."
    )
    chroma: Chroma | None = Field(
        None, description="Color resolution: 420 halves it, 444 keeps it; by default 444 from quality 90 on."
    )
    progressive: bool = Field(
        default=False, description="Write a progressive JPEG or an interlaced PNG or GIF."
    )
    colors: int | None = Field(
        None, ge=2, le=256, description="PNG and GIF: reduce to a palette of about this many colors."
    )
    bit_depth: Literal[8, 16] = Field(8, description="16 keeps deep pixels, in PNG, TIFF and AVIF (12 bits).")
    background: Color = Field(
        "white", description="Color of new areas, and behind transparency where the format has none."
    )
    metadata: Metadata = Field(
        "strip", description="EXIF, XMP and IPTC of the file: strip, keep only the copyright, or keep."
    )
    profile: Profile = Field(
        "srgb", description="Color space of the result: sRGB, Display P3 (p3), or the file's own (keep)."
    )
    max_bytes: int | None = Field(
        None, ge=128, description="Maximum size of the result in bytes, at the best SSIM that fits."
    )

    least_ssim: float | None = Field(
        None,
        ge=0.5,
        le=1,
        description="JPEG, WebP and AVIF: choose the lowest quality with at least this SSIM; "
        "at 0.95 differences are visible on close inspection, at 0.99 hardly any.",
    )

    dpi: float | None = Field(
        None,
        ge=1,
        le=10_000,
        description="JPEG, PNG and TIFF: pixels per inch, for print; pixels do not change.",
    )

    def encoding(self, source: SourceFormat) -> Encoding:
        return Encoding(
            format=self.format or NATURAL_TARGET[source],
            quality=self.quality,
            lossless=self.lossless,
            effort=self.effort,
            chroma=self.chroma,
            progressive=self.progressive,
            colors=self.colors,
            background=self.background,
            metadata=self.metadata,
            profile=self.profile,
            dpi=self.dpi,
        )


class PictureForm(OutputOptions, RequestForm):
    """A request with one picture, whose answer is a picture."""

    file: FileInput = Field(
        description="JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, PDF, BMP, ICO, JP2 or PSD."
    )


class ChosenFormatForm(PictureForm):
    """A request whose result may be in the format that suits the picture best."""

    best_format: bool = Field(
        default=False,
        description="Use the format with the smallest file at `least_ssim` (0.98 by default), or with "
        "`max_bytes` the best SSIM: JPEG, PNG, WebP or AVIF; GIF, WebP or AVIF for an animation.",
    )

    @model_validator(mode="after")
    def _names_no_format(self) -> Self:
        if self.best_format and self.format is not None:
            raise ValueError("'format' and 'best_format' exclude each other: send one of them")
        return self


class PictureReport(BaseModel):
    """What was written. `quality` and `ssim` are there when `max_bytes` or `least_ssim` chose them.

    `faces` is how many were hidden, in all frames together, if any were looked for. `warnings` tell what the
    result lacks, such as text that does not fit into the picture.
    """

    format: TargetFormat = Field(description="Format of the picture.")
    width: int = Field(description="Width in pixels.")
    height: int = Field(description="Height in pixels.")
    frames: int = Field(description="Frames of an animation or pages of a TIFF; 1 for a single picture.")
    bytes: int = Field(description="Size of the file in bytes.")
    quality: int | None = Field(description="Quality that the encoder used; null for lossless formats.")
    ssim: float | None = Field(
        description="Similarity to the picture before encoding, up to 1; null unless it was measured."
    )
    faces: int | None = Field(
        description="How many faces were found; null for operations that do not look for them."
    )
    warnings: list[str] = Field(description="What was lost or guessed; empty if nothing was.")
