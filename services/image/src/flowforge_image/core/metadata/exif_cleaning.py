"""Remove from EXIF what a changed picture must not carry on: previews of the original, or its place."""

from flowforge_image.core.metadata.exif_fields import ARTIST, COPYRIGHT, ORIENTATION
from flowforge_pictures.exif import ASCII, DESCRIPTIVE_TAGS, LONG, RATIONAL, SHORT, ExifBlock, Value

_MAKER_NOTE, _USER_COMMENT = 0x927C, 0x9286
_WIDTH, _HEIGHT = 0xA002, 0xA003
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT, _INCH = 0x011A, 0x011B, 0x0128, 2
_LARGEST_BINARY = 1024  # what is larger and not text may be a picture
_JPEG = b"\xff\xd8\xff"


def clean_exif(blob: bytes, size: tuple[int, int], dpi: float | None) -> ExifBlock:
    """Return the EXIF of a picture for its changed pixels of *size*: upright, and without any preview.

    Maker notes go too: many hold a preview, and their offsets do not survive a move.
    """
    exif = ExifBlock.parse(blob)
    remove_previews(exif)
    main, details = exif.directory("main"), exif.directory("exif")
    for tag in main.keys() - DESCRIPTIVE_TAGS:
        del main[tag]
    if ORIENTATION in main:
        main[ORIENTATION] = exif.pack(SHORT, 1)
    for tag, side in zip((_WIDTH, _HEIGHT), size, strict=True):
        if tag in details:
            details[tag] = exif.pack(LONG, side)
    if dpi is not None:
        main[_X_RESOLUTION] = main[_Y_RESOLUTION] = exif.pack(RATIONAL, round(dpi * 100), 100)
        main[_RESOLUTION_UNIT] = exif.pack(SHORT, _INCH)
    return exif


def _may_be_picture(value: Value) -> bool:
    return _JPEG in value.data or (value.kind != ASCII and len(value.data) > _LARGEST_BINARY)


def remove_place(exif: ExifBlock) -> None:
    """Remove the place, and maker notes, which may hold it too."""
    exif.tags.pop("gps", None)
    exif.directory("exif").pop(_MAKER_NOTE, None)


def remove_previews(exif: ExifBlock) -> None:
    """Remove the thumbnail, maker notes, which may hold a preview, and whatever else may be a picture."""
    exif.drop_thumbnail()
    exif.directory("exif").pop(_MAKER_NOTE, None)
    for tags in exif.tags.values():
        for tag in [tag for tag, value in tags.items() if tag != _USER_COMMENT and _may_be_picture(value)]:
            del tags[tag]


def rights_only(exif: ExifBlock) -> ExifBlock:
    """Return a block with the artist and the copyright, byte for byte, and nothing else."""
    main = exif.directory("main")
    kept = {tag: main[tag] for tag in (ARTIST, COPYRIGHT) if tag in main and main[tag].data.strip(b"\0 ")}
    return ExifBlock(exif.order, {"main": kept})
