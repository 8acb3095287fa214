"""Photoshop's image resources (8BIM blocks), in which JPEG and TIFF carry IPTC-IIM and much else."""

import struct
from collections.abc import Iterator

IPTC, THUMBNAILS = 0x0404, (0x0409, 0x040C)
EXIF_RESOURCES, XMP_RESOURCES, IPTC_RESOURCES = (0x0422, 0x0423), (0x0424,), (IPTC, 0x0425)
_SIGNATURE = b"8BIM"


def resources(blob: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the data of each resource."""
    at = blob.find(_SIGNATURE)
    while at >= 0 and blob[at : at + 4] == _SIGNATURE and at + 12 <= len(blob):
        number = int.from_bytes(blob[at + 4 : at + 6], "big")
        name_bytes = blob[at + 6] + 1
        start = at + 6 + name_bytes + name_bytes % 2
        size = int.from_bytes(blob[start : start + 4], "big")
        yield number, blob[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2


def pack_resource(number: int, data: bytes) -> bytes:
    return _SIGNATURE + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def iim_of(blob: bytes) -> bytes:
    """Return the IPTC-IIM data among the resources of *blob*; without resources, *blob* is IIM itself."""
    if _SIGNATURE not in blob:
        return blob
    return next((data for number, data in resources(blob) if number == IPTC), b"")
