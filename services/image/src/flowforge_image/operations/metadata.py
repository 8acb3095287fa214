"""Write, copy or remove EXIF, and remove XMP, IPTC and comments, without touching a pixel.

Works on JPEG, PNG and WebP files: what is not metadata stays bit for bit. What is asked for is done in this
order: copy, remove, set; so a place that is removed is also left out of what is copied. Color profiles stay:
`/convert` removes them.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_image.core.encoding.formats import MEDIA_TYPES, NATURAL_TARGET
from flowforge_image.core.metadata import exif_writing
from flowforge_image.core.metadata.blocks import REWRITERS, ExifTooLong, Kind
from flowforge_image.core.metadata.exif_writing import ExifFields, ExifPlace
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DECODING, PictureLimits, read_header
from servicekit import Cache, FileInput, FileOutput, InvalidInput, RequestForm, Unsupported, operation

Removal = Literal["exif", "gps", "xmp", "iptc", "comment", "all"]
_ALL: tuple[Kind, ...] = ("exif", "xmp", "iptc", "comment")


class FormatKeepsItsMetadata(Unsupported):
    code = "IMAGE_METADATA_NOT_WRITABLE"
    message = "Metadata of {format} files cannot be changed in place: send JPEG, PNG or WebP, or convert it."


class ExifTooLarge(InvalidInput):
    code = "EXIF_TOO_LARGE"
    message = "The EXIF data would have more than the 64 KB that a JPEG has room for."


class MetadataForm(RequestForm):
    file: FileInput = Field(description="A JPEG, PNG or WebP picture.")
    remove: tuple[Removal, ...] = Field((), max_length=6, description="What is taken out.")
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
    exif_bytes: int


@operation(
    "/metadata",
    errors=[*DECODING, FormatKeepsItsMetadata, ExifTooLarge],
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "fields": {"artist": "Ada Lovelace"}},
)
def edit_metadata(form: MetadataForm, settings: ImageSettings) -> FileOutput[MetadataReport]:
    header = read_header(form.file.path, settings.limits)
    if header.format not in REWRITERS:
        raise FormatKeepsItsMetadata(format=header.format.upper())
    present = header.image.get("exif-data") if header.image.get_typeof("exif-data") else None
    exif = _exif(form, present, settings.limits)
    drop: set[Kind] = {"exif"}
    drop.update(kind for kind in _ALL if kind in form.remove or "all" in form.remove)
    try:
        written = REWRITERS[header.format](form.file.content, drop, exif)
    except ExifTooLong as error:
        raise ExifTooLarge from error
    name = form.file.name or f"image.{header.format}"
    return FileOutput(
        written, MEDIA_TYPES[NATURAL_TARGET[header.format]], name, MetadataReport(exif_bytes=len(exif or b""))
    )


def _exif(form: MetadataForm, present: bytes | None, limits: PictureLimits) -> bytes | None:
    """Return what the file's EXIF is to be; untouched if nothing is asked of it."""
    if form.copy_from is not None:
        other = read_header(form.copy_from.path, limits).image
        present = other.get("exif-data") if other.get_typeof("exif-data") else None
    if "exif" in form.remove or "all" in form.remove:
        present = None
    if "gps" not in form.remove and form.fields is None and form.place is None:
        return present.removeprefix(b"Exif\0\0") if present else None
    exif = exif_writing.read(present)
    if "gps" in form.remove:
        exif_writing.remove_place(exif)
    if form.fields is not None:
        exif_writing.set_fields(exif, form.fields)
    if form.place is not None:
        exif_writing.set_place(exif, form.place)
    return exif_writing.write(exif)
