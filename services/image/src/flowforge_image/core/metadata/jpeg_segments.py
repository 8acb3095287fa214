"""The segments of a JPEG file (ITU-T T.81, B.1.1): what they hold, and what a removal leaves of each."""

import re
import struct
from dataclasses import dataclass

from flowforge_image.core.metadata import photoshop, xmp_editing
from flowforge_image.core.metadata.kinds import Edits, Kind
from flowforge_pictures import UndecodablePicture

APP0, APP1, APP2, APP13, APP14, COMMENT = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE
_START_OF_SCAN, _END_OF_IMAGE, _FILL, _LAST_APP = 0xDA, 0xD9, 0xFF, 0xEF
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP, _PHOTOSHOP = b"http://ns.adobe.com/xmp/extension/\0", b"Photoshop 3.0\0"
_JFIF, _PROFILE, _ADOBE, _FLASHPIX, _MPF = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe", b"FPXR\0", b"MPF\0"
_BEHIND_THE_END: tuple[Kind, ...] = ("exif", "gps", "xmp", "preview")
_JFIF_BYTES = 14  # without its thumbnail
_LONGEST_BODY = 65_533
# In a scan, a byte of 255 that is data is followed by 0, and restart markers are D0 to D7.
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class SegmentTooLong(ValueError):
    """A segment has room for 65,533 bytes."""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A file in parts: `head` are the segments before the first scan, `trailer` follows the end."""

    head: list[tuple[int, bytes]]
    scans: bytes
    trailer: bytes


def split_jpeg(content: bytes) -> Jpeg:
    """Return the parts of a file. Raises UndecodablePicture if there is no scan."""
    head: list[tuple[int, bytes]] = []
    at = 2
    while at + 4 <= len(content):
        if content[at] != _FILL:
            break
        marker = content[at + 1]
        if marker == _FILL:  # a marker may have any number of these before it
            at += 1
            continue
        if marker == _START_OF_SCAN:
            end = _end_of_image(content, at)
            return Jpeg(head, content[at:end], content[end:])
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        head.append((marker, content[at + 4 : at + 2 + size]))
        at += 2 + size
    raise UndecodablePicture(field="file", format="JPEG")


def _end_of_image(content: bytes, at: int) -> int:
    while found := _MARKER_IN_SCAN.search(content, at):
        if content[found.start() + 1] == _END_OF_IMAGE:
            return found.end()
        at = found.end() + int.from_bytes(content[found.end() : found.end() + 2], "big")
    return len(content)


def joined(head: list[tuple[int, bytes]], rest: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(_segment(*one) for one in head) + rest


def _segment(marker: int, body: bytes) -> bytes:
    if len(body) > _LONGEST_BODY:
        raise SegmentTooLong
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def write_into_jpeg(content: bytes, exif: bytes, xmp: bytes, iptc: bytes) -> bytes:
    """Return the file with blocks that it lacks. Raises SegmentTooLong."""
    jpeg = split_jpeg(content)
    blocks = [(APP1, _EXIF + exif)] if exif else []
    blocks += [(APP1, _XMP + xmp)] if xmp else []
    blocks += [(APP13, _PHOTOSHOP + photoshop.pack_resource(photoshop.IPTC, iptc))] if iptc else []
    first = 1 if jpeg.head and jpeg.head[0][0] == APP0 else 0
    return joined(jpeg.head[:first] + blocks + jpeg.head[first:], jpeg.scans + jpeg.trailer)


def rewrite_jpeg(content: bytes, edits: Edits) -> bytes:
    """Return the file as *edits* say; pixels stay bit for bit. Raises SegmentTooLong."""
    jpeg = split_jpeg(content)
    head = [
        (marker, left) for marker, body in jpeg.head if (left := _left_of(marker, body, edits)) is not None
    ]
    if edits.exif:
        first = 1 if head and head[0][0] == APP0 else 0
        head.insert(first, (APP1, _EXIF + edits.exif))
    # What follows the end has metadata of its own: the video of a motion photo, a second picture, a gain map.
    return joined(head, jpeg.scans + (b"" if edits.drops(*_BEHIND_THE_END) else jpeg.trailer))


def _left_of(marker: int, body: bytes, edits: Edits) -> bytes | None:
    """Return what is left of a segment; None if it is dropped."""
    if marker not in range(APP0, _LAST_APP + 1) and marker != COMMENT:
        return body
    kind = _kind(marker, body)
    if _is_dropped(kind, body, edits):
        return None
    if kind == "structure" and marker == APP0 and edits.drops("preview"):
        return body[: _JFIF_BYTES - 2] + b"\0\0"
    if kind == "xmp" and edits.drops("gps"):
        packet = xmp_editing.filter_xmp(body[len(_XMP) :], xmp_editing.holds_place)
        return _XMP + packet if packet and body.startswith(_XMP) else None
    return _left_of_photoshop(body, edits) if kind == "iptc" else body


def _is_dropped(kind: Kind, body: bytes, edits: Edits) -> bool:
    lists_pictures = body.startswith(_MPF) and edits.drops(*_BEHIND_THE_END)
    may_hold_place = kind == "other" and edits.drops("gps")
    is_replaced = kind == "exif"
    return is_replaced or lists_pictures or may_hold_place or (kind != "iptc" and edits.drops(kind))


def _kind(marker: int, body: bytes) -> Kind:
    if (marker, body[:5]) in ((APP0, _JFIF), (APP14, _ADOBE)) or body.startswith(_PROFILE):
        return "structure"
    if marker == COMMENT:
        return "comment"
    if marker == APP13 and body.startswith(_PHOTOSHOP):
        return "iptc"
    if marker == APP1 and body.startswith((_XMP, _EXTENDED_XMP)):
        return "xmp"
    if marker == APP1 and body.startswith(_EXIF):
        return "exif"
    return "preview" if body.startswith((_MPF, _FLASHPIX)) or marker == APP0 else "other"


def _left_of_photoshop(body: bytes, edits: Edits) -> bytes | None:
    left = [one for one in photoshop.resources(body) if not _drops_resource(one[0], edits)]
    packed = b"".join(photoshop.pack_resource(*one) for one in left)
    return _PHOTOSHOP + packed if packed else None


def _drops_resource(number: int, edits: Edits) -> bool:
    return (
        (number in photoshop.EXIF_RESOURCES and edits.drops("exif", "gps"))
        or (number in photoshop.XMP_RESOURCES and edits.drops("xmp", "gps"))
        or (number in photoshop.IPTC_RESOURCES and edits.drops("iptc"))
        or (number in photoshop.THUMBNAILS and edits.drops("preview"))
        or edits.drops("other")
    )
