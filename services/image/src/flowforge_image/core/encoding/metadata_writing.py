"""Write kept metadata into a picture that was encoded without any."""

from collections.abc import Callable
from dataclasses import replace

from flowforge_image.core.encoding.formats import TargetFormat
from flowforge_image.core.metadata.avif_items import write_into_avif
from flowforge_image.core.metadata.jpeg_segments import SegmentTooLong, write_into_jpeg
from flowforge_image.core.metadata.kept import Kept
from flowforge_image.core.metadata.png_chunks import write_into_png
from flowforge_image.core.metadata.webp_chunks import write_into_webp
from flowforge_pictures.exif import UNDEFINED, ExifBlock, Value

_GIF_HEADER_BYTES, _GIF_HAS_COLORS = 13, 0x80
_XMP_TAG, _IPTC_TAG = 0x02BC, 0x83BB


def write_metadata(content: bytes, target: TargetFormat, kept: Kept) -> bytes:
    """Return the file with the metadata that its format can hold; ICO holds none, GIF XMP alone."""
    return _WRITERS[target](content, kept) if kept else content


def _into_jpeg(content: bytes, kept: Kept) -> bytes:
    """A segment has 64 KB: what is longer is left out, the longest first."""
    try:
        return write_into_jpeg(content, kept.exif, kept.xmp, kept.iptc)
    except SegmentTooLong:
        longest = max(("xmp", "iptc", "exif"), key=lambda name: len(getattr(kept, name)))
        return _into_jpeg(content, replace(kept, **{longest: b""}))


def _into_tiff(content: bytes, kept: Kept) -> bytes:
    """A TIFF file is an EXIF block with pixels: its first directory takes in the tags."""
    written = ExifBlock.parse(content)
    kept_tags = ExifBlock.parse(kept.exif) if kept.exif else ExifBlock()
    for name, tags in kept_tags.tags.items():
        converted = {tag: _in_order(value, kept_tags, written) for tag, value in tags.items()}
        written.directory(name).update(
            {tag: v for tag, v in converted.items() if tag not in written.directory(name)}
        )
    main = written.directory("main")
    for tag, data in ((_XMP_TAG, kept.xmp), (_IPTC_TAG, kept.iptc)):
        if data:
            main[tag] = Value(UNDEFINED, data)
    return written.replace_in_tiff(content)


def _in_order(value: Value, source: ExifBlock, target: ExifBlock) -> Value:
    """Return a value in the byte order of another block."""
    size = value.number_bytes
    if source.order == target.order or size == 1:
        return value
    numbers = [value.data[at : at + size][::-1] for at in range(0, len(value.data), size)]
    return Value(value.kind, b"".join(numbers))


def _into_gif(content: bytes, kept: Kept) -> bytes:
    """Write an application extension that ends with a trailer for readers that know nothing of XMP."""
    if not kept.xmp:
        return content
    flags = content[10]
    colors = 3 << (flags & 7) + 1 if flags & _GIF_HAS_COLORS else 0
    at = _GIF_HEADER_BYTES + colors
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return content[:at] + b"\x21\xff\x0bXMP DataXMP" + kept.xmp + trailer + content[at:]


def _left_as_is(content: bytes, kept: Kept) -> bytes:
    del kept
    return content


_WRITERS: dict[TargetFormat, Callable[[bytes, Kept], bytes]] = {
    "jpeg": _into_jpeg,
    "png": lambda content, kept: write_into_png(content, kept.exif, kept.xmp),
    "webp": lambda content, kept: write_into_webp(content, kept.exif, kept.xmp),
    "avif": lambda content, kept: write_into_avif(content, kept.exif, kept.xmp),
    "gif": _into_gif,
    "tiff": _into_tiff,
    "ico": _left_as_is,
}
