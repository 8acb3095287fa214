"""Write, copy or remove EXIF, and remove XMP, IPTC, comments and previews, without changing a pixel.

For JPEG, PNG and WebP: what is not metadata stays bit for bit. Edits are applied in this order: copy, remove,
set; so a removed place is also left out of what is copied. Removing `gps` also removes the position from XMP,
maker notes, and blocks of unknown purpose. `exif`, `gps`, `xmp`, `preview` and `all` also remove what follows
the end of the picture, which has metadata of its own: the video of a motion photo, second pictures, HDR gain
maps. Color profiles stay: `/convert` removes them.
"""

from collections.abc import Callable
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_image.core.encoding.formats import MEDIA_TYPES, NATURAL_TARGET
from flowforge_image.core.metadata.exif_cleaning import remove_place, remove_previews
from flowforge_image.core.metadata.exif_fields import ExifFields, ExifPlace, set_fields, set_place
from flowforge_image.core.metadata.jpeg_segments import SegmentTooLong, rewrite_jpeg
from flowforge_image.core.metadata.kinds import Edits, Kind
from flowforge_image.core.metadata.png_chunks import rewrite_png
from flowforge_image.core.metadata.webp_chunks import rewrite_webp
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, Header, PictureLimits, SourceFormat, read_header
from flowforge_pictures.exif import ExifBlock
from servicekit import Cache, FileInput, FileOutput, InvalidInput, RequestForm, Unsupported, operation

Removal = Literal["exif", "gps", "xmp", "iptc", "comment", "preview", "all"]
_ALL: tuple[Kind, ...] = ("exif", "gps", "xmp", "iptc", "comment", "preview", "other")
_REWRITERS: dict[SourceFormat, Callable[[bytes, Edits], bytes]] = {
    "jpeg": rewrite_jpeg,
    "png": rewrite_png,
    "webp": rewrite_webp,
}


class FormatKeepsItsMetadata(Unsupported):
    code = "IMAGE_METADATA_NOT_WRITABLE"
    message = "Metadata of {format} files cannot be changed in place: send JPEG, PNG or WebP, or convert it."


class ExifTooLarge(InvalidInput):
    code = "EXIF_TOO_LARGE"
    message = "The EXIF data would have more than the 64 KB that a JPEG has room for."


class MetadataForm(RequestForm):
    file: FileInput = Field(description="A JPEG, PNG or WebP picture.")
    remove: tuple[Removal, ...] = Field((), max_length=7, description="What is removed.")
    copy_from: FileInput | None = Field(None, description="A picture whose EXIF replaces that of the file.")
    fields: ExifFields | None = Field(
        None, description="EXIF fields to write, or to remove by an empty value."
    )
    place: ExifPlace | None = Field(None, description="Where it was taken.")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.remove and self.copy_from is None and self.fields is None and self.place is None:
            raise ValueError("give 'remove', 'copy_from', 'fields' or 'place'")
        return self


class MetadataReport(BaseModel):
    exif_bytes: int = Field(description="Size of the EXIF data that are left.")


@operation(
    "/metadata",
    errors=[*DECODING, FormatKeepsItsMetadata, ExifTooLarge],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "fields": {"artist": "Ada Lovelace"}},
)
def edit_metadata(form: MetadataForm, settings: ImageSettings) -> FileOutput[MetadataReport]:
    header = read_header(form.file.path, settings.limits)
    if header.format not in _REWRITERS:
        raise FormatKeepsItsMetadata(format=header.format.upper())
    removed = frozenset(_ALL if "all" in form.remove else (kind for kind in form.remove if kind != "all"))
    exif = _exif(form, header, removed, settings.limits)
    try:
        written = _REWRITERS[header.format](form.file.content, Edits(removed, exif))
    except SegmentTooLong as error:
        raise ExifTooLarge from error
    name = form.file.name or f"image.{header.format}"
    return FileOutput(
        written, MEDIA_TYPES[NATURAL_TARGET[header.format]], name, MetadataReport(exif_bytes=len(exif))
    )


def _exif(form: MetadataForm, header: Header, removed: frozenset[Kind], limits: PictureLimits) -> bytes:
    """Return what the file's EXIF is to be; untouched if nothing is asked of it."""
    source = read_header(form.copy_from.path, limits, field="copy_from") if form.copy_from else header
    has_exif = source.image.get_typeof("exif-data") and "exif" not in removed
    present = bytes(source.image.get("exif-data")).removeprefix(b"Exif\0\0") if has_exif else b""
    if not removed & {"gps", "preview"} and form.fields is None and form.place is None:
        return present
    exif = ExifBlock.parse(present) if present else ExifBlock()
    if "gps" in removed:
        remove_place(exif)
    if "preview" in removed:
        remove_previews(exif)
    if form.fields is not None:
        set_fields(exif, form.fields)
    if form.place is not None:
        set_place(exif, form.place)
    return exif.to_bytes()
