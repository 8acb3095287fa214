"""Describe a picture: format, size, frames, color, density, EXIF, IPTC, XMP, place and appearance.

Nothing but the header is decoded unless `pixels` is asked for.
"""

import base64
from typing import Any, Literal

from pydantic import BaseModel, Field

from flowforge_image.core.analysis.blurhash import blurhash
from flowforge_image.core.analysis.hashing import average_hash, difference_hash, perceptual_hash
from flowforge_image.core.analysis.looks import Colors, colors_of, glance, is_blank, sharpness
from flowforge_image.core.analysis.thumbhash import LONGEST_SIDE, thumbhash
from flowforge_image.core.encoding.encoder import MILLIMETERS_AN_INCH
from flowforge_image.core.metadata.exif_reading import read_exif
from flowforge_image.core.metadata.iptc import read_iptc
from flowforge_image.core.metadata.jpeg_quality import jpeg_quality
from flowforge_image.core.metadata.xmp_reading import read_xmp
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import (
    DECODING,
    Decoding,
    Header,
    PictureLimits,
    SourceFormat,
    decode,
    read_header,
    reading,
)
from servicekit import Cache, FileInput, RequestForm, operation

_BLURHASH_TERMS = (4, 3)
_SPACES: dict[str, Literal["rgb", "gray", "cmyk", "lab"]] = {
    "b-w": "gray", "grey16": "gray", "cmyk": "cmyk", "lab": "lab", "labq": "lab", "labs": "lab"
}  # fmt: skip


class InfoForm(RequestForm):
    file: FileInput = Field(
        description="JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, SVG, PDF, BMP, ICO, JP2 or PSD."
    )
    pixels: bool = Field(default=False, description="Look at the pixels too: colors, hashes, sharpness.")


class Place(BaseModel):
    """Degrees north and east, and meters above the sea."""

    latitude: float = Field(description="Latitude in degrees, positive in the north.")
    longitude: float = Field(description="Longitude in degrees, positive in the east.")
    altitude: float | None = Field(description="Meters above sea level; null if it does not say.")


class Looks(BaseModel):
    """Hashes are 64 bits in hexadecimal; `blurhash` has 4 x 3 terms, `thumbhash` is in base64.

    `sharpness` is the Laplacian's variance: under 100 is blurred.
    """

    dominant: str = Field(description="Most frequent color, as #rrggbb.")
    average: str = Field(description="Mean of all colors, as #rrggbb.")
    palette: list[str] = Field(description="Main colors, the most frequent first.")
    average_hash: str = Field(description="Average hash (aHash), hexadecimal, to find copies.")
    difference_hash: str = Field(description="Difference hash (dHash), hexadecimal, to find copies.")
    perceptual_hash: str = Field(description="Perceptual hash (pHash), hexadecimal, to find changed copies.")
    sharpness: float = Field(description="Variance of the Laplacian: low values mean a blurred picture.")
    blank: bool = Field(description="Whether the picture has practically one color.")
    blurhash: str = Field(description="BlurHash: a short text that gives a blurred preview.")
    thumbhash: str = Field(description="ThumbHash in base64: a preview with transparency.")


class PictureInfo(BaseModel):
    """`width` and `height` are as a viewer shows it, with `orientation` applied.

    `jpeg_quality` is told by the quantization tables: on libjpeg's scale, from 1 to 100.
    """

    format: SourceFormat = Field(description="Format of the picture.")
    width: int = Field(description="Width in pixels.")
    height: int = Field(description="Height in pixels.")
    frames: int = Field(description="Frames of an animation or pages of a TIFF; 1 for a single picture.")
    bytes: int = Field(description="Size of the file in bytes.")
    alpha: bool = Field(description="Whether the picture has transparency.")
    space: Literal["rgb", "gray", "cmyk", "lab"] = Field(description="Color space of the pixels.")
    bits: int = Field(description="Bits of each channel.")
    dpi: float = Field(description="Pixels per inch that the file states.")
    orientation: int = Field(description="How viewers turn the picture, from 1 (upright) to 8.")
    has_profile: bool = Field(description="Whether a color profile is embedded.")
    has_xmp: bool = Field(description="Whether the file has XMP metadata.")
    has_iptc: bool = Field(description="Whether the file has IPTC metadata.")
    jpeg_quality: int | None = Field(
        description="Quality at which a JPEG was probably saved; null for other formats."
    )
    exif: dict[str, Any] = Field(description="EXIF fields by name.")
    iptc: dict[str, str | list[str]] = Field(description="IPTC fields by name.")
    xmp: dict[str, str | list[str]] = Field(description="XMP properties by name.")
    place: Place | None = Field(description="Where the picture was taken; null if it does not say.")
    looks: Looks | None = Field(description="Colors, hashes and sharpness; null unless requested.")


@operation("/info", errors=DECODING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "pixels": True})
def get_info(form: InfoForm, settings: ImageSettings) -> PictureInfo:
    header = read_header(form.file.path, settings.limits)
    image, (width, height) = header.image, header.upright_size
    exif, place = read_exif(image.get("exif-data")) if image.get_typeof("exif-data") else ({}, None)
    return PictureInfo(
        format=header.format,
        width=width,
        height=height,
        frames=header.frames,
        bytes=form.file.size,
        alpha=bool(image.hasalpha()),
        space=_SPACES.get(image.interpretation, "rgb"),
        bits=_bits(header),
        dpi=round(image.xres * MILLIMETERS_AN_INCH, 2),
        orientation=header.orientation,
        has_profile=bool(image.get_typeof("icc-profile-data")),
        has_xmp=bool(image.get_typeof("xmp-data")),
        has_iptc=bool(image.get_typeof("iptc-data")),
        jpeg_quality=jpeg_quality(form.file.path) if header.format == "jpeg" else None,
        exif=exif,
        iptc=read_iptc(image.get("iptc-data")) if image.get_typeof("iptc-data") else {},
        xmp=read_xmp(image.get("xmp-data")) if image.get_typeof("xmp-data") else {},
        place=Place(latitude=place[0], longitude=place[1], altitude=place[2]) if place else None,
        looks=_look(form.file, settings.limits) if form.pixels else None,
    )


def _bits(header: Header) -> int:
    sizes = {"uchar": 8, "char": 8, "ushort": 16, "short": 16, "uint": 32, "int": 32, "float": 32}
    return sizes.get(header.image.format, 64)


def _look(file: FileInput, limits: PictureLimits) -> Looks:
    picture = decode(file.path, limits, Decoding(animated=False))
    with reading(file.path, picture.format):
        picture = picture.in_memory()
        seen: Colors = colors_of(picture)
        small = glance(picture, LONGEST_SIDE)
        return Looks(
            dominant=seen.palette[0],
            average=seen.average,
            palette=list(seen.palette),
            average_hash=average_hash(picture),
            difference_hash=difference_hash(picture),
            perceptual_hash=perceptual_hash(picture),
            sharpness=round(sharpness(picture), 2),
            blank=is_blank(picture),
            blurhash=blurhash(small[..., :3], *_BLURHASH_TERMS),
            thumbhash=base64.b64encode(thumbhash(small)).decode("ascii"),
        )
