"""IPTC-IIM (IPTC 4.2), which JPEG carries in a Photoshop block: captions, keywords, rights."""

import struct
from collections.abc import Iterable, Iterator

from flowforge_image.core.metadata.photoshop import iim_of

_NAMES = {
    5: "title", 10: "urgency", 15: "category", 20: "supplemental_categories", 25: "keywords",
    40: "instructions", 55: "date_created", 60: "time_created", 80: "creator", 85: "creator_title",
    90: "city", 92: "sublocation", 95: "state", 100: "country_code", 101: "country", 103: "job",
    105: "headline", 110: "credit", 115: "source", 116: "copyright", 118: "contact", 120: "caption",
    122: "caption_writer",
}  # fmt: skip
_REPEATED = frozenset(("keywords", "supplemental_categories", "creator", "creator_title", "contact"))
_APPLICATION = 2
_PREVIEWS = frozenset(((2, 200), (2, 201), (2, 202)))
_RIGHTS = frozenset(((1, 90), (2, 80), (2, 85), (2, 110), (2, 115), (2, 116)))
_UTF8 = b"\x1b%G"  # ISO 2022's announcement of UTF-8, in 1:90
_TAG = 0x1C
_LONGEST_TEXT, _MOST_RECORDS = 2000, 500
_EXTENDED = 0x8000


def read_iptc(blob: bytes) -> dict[str, str | list[str]]:
    """Return the fields by name, as far as the data can be read."""
    found: dict[str, str | list[str]] = {}
    coding = "latin-1"
    for count, (record, number, value) in enumerate(records(iim_of(blob))):
        if count == _MOST_RECORDS:
            break
        if (record, number) == (1, 90) and value == _UTF8:
            coding = "utf-8"
        name = _NAMES.get(number) if record == _APPLICATION else None
        if name is None:
            continue
        text = value.decode(coding, "replace").strip("\0 ")[:_LONGEST_TEXT]
        if name in _REPEATED:
            present = found.setdefault(name, [])
            if isinstance(present, list):
                present.append(text)
        else:
            found[name] = text
    return found


def records(iim: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield record, dataset and value; a dataset with an extended length, which nobody writes, ends it."""
    at = 0
    while at + 5 <= len(iim) and iim[at] == _TAG:
        size = int.from_bytes(iim[at + 3 : at + 5], "big")
        if size & _EXTENDED:
            return
        yield iim[at + 1], iim[at + 2], iim[at + 5 : at + 5 + size]
        at += 5 + size


def without_previews(iim: bytes) -> bytes:
    """Return the data without the preview of the picture that IIM has room for."""
    return _packed(one for one in records(iim) if one[:2] not in _PREVIEWS)


def rights_only(iim: bytes) -> bytes:
    """Return the data with the creator, credit, source and copyright, and nothing else."""
    kept = [one for one in records(iim) if one[:2] in _RIGHTS]
    return _packed(kept) if any(record == _APPLICATION for record, *_ in kept) else b""


def _packed(found: Iterable[tuple[int, int, bytes]]) -> bytes:
    return b"".join(struct.pack(">BBBH", _TAG, *one[:2], len(one[2])) + one[2] for one in found)
