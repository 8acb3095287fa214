"""Choose what of a source picture's metadata is written with its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowforge_image.core.metadata import exif_cleaning, iptc, xmp_editing
from flowforge_image.core.metadata.exif_fields import ARTIST, COPYRIGHT, ascii_value
from flowforge_image.core.metadata.photoshop import iim_of
from flowforge_image.core.metadata.xmp_reading import read_xmp
from flowforge_pictures import Image
from flowforge_pictures.exif import ExifBlock

Metadata = Literal["strip", "copyright", "keep"]
Texts = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be written: an EXIF block, an XMP packet and IPTC-IIM data; empty where there is none."""

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""

    def __bool__(self) -> bool:
        return bool(self.exif or self.xmp or self.iptc)


def kept_metadata(image: Image, choice: Metadata, dpi: float | None = None) -> Kept:
    """Return what of *image*'s metadata is kept. No preview of the source is: its pixels have changed."""
    if choice == "strip":
        return Kept()
    blob, packet, iim = _blob(image, "exif-data"), _blob(image, "xmp-data"), iim_of(_blob(image, "iptc-data"))
    exif = exif_cleaning.clean_exif(blob, (image.width, image.height), dpi)
    if choice == "keep":
        xmp = xmp_editing.filter_xmp(packet, xmp_editing.holds_picture) if packet else None
        return Kept(exif.to_bytes(), xmp or b"", iptc.without_previews(iim))
    return _rights(exif_cleaning.rights_only(exif), packet, iim, _png_texts(image))


def _rights(exif: ExifBlock, packet: bytes, iim: bytes, texts: Texts) -> Kept:
    """Return the rights as EXIF and XMP, whichever of the three names them in the source."""
    named = iptc.read_iptc(iim)
    described = read_xmp(packet)
    creators = (
        _listed(named.get("creator")) or _listed(described.get("dc:creator")) or _listed(texts.get("author"))
    )
    claims = [named.get("copyright"), described.get("dc:rights"), texts.get("copyright")]
    rights = next((listed[0] for claim in claims if (listed := _listed(claim))), "")
    main = exif.directory("main")
    creators = creators or _listed(_decoded(main[ARTIST].data) if ARTIST in main else "")
    rights = rights or (_decoded(main[COPYRIGHT].data) if COPYRIGHT in main else "")
    for tag, text in ((ARTIST, "; ".join(creators)), (COPYRIGHT, rights)):
        if tag not in main and (value := ascii_value(text)):
            main[tag] = value
    xmp = xmp_editing.filter_xmp(packet, xmp_editing.holds_no_rights) if packet else None
    if xmp is None and (creators or rights):
        xmp = xmp_editing.rights_packet(creators, rights)
    return Kept(exif.to_bytes(), xmp or b"", iptc.rights_only(iim))


def _listed(value: str | Sequence[str] | None) -> list[str]:
    found = [value] if isinstance(value, str) else value or []
    return [text for text in found if text.strip()]


def _decoded(text: bytes) -> str:
    """Read an EXIF text: UTF-8 if it can be, and both parts of a copyright (photographer, editor)."""
    parts = [part.decode("utf-8", "replace").strip() for part in text.split(b"\0")]
    return ", ".join(part for part in parts if part)


def _blob(image: Image, name: str) -> bytes:
    return bytes(image.get(name)) if image.get_typeof(name) else b""


def _png_texts(image: Image) -> Texts:
    """Return the text chunks of a PNG by keyword in lower case."""
    names = [name for name in image.get_fields() if name.startswith("png-comment-")]
    return {name.split("-", 3)[3].lower(): str(image.get(name)) for name in names}
