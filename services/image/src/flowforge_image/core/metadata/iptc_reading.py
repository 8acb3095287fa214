"""IPTC-IIM, inside the Photoshop block that JPEG and TIFF carry: captions, keywords, rights."""

from collections.abc import Iterator

_NAMES = {
    5: "title", 10: "urgency", 15: "category", 20: "supplemental_categories", 25: "keywords",
    40: "instructions", 55: "date_created", 60: "time_created", 80: "creator", 85: "creator_title",
    90: "city", 92: "sublocation", 95: "state", 100: "country_code", 101: "country", 103: "job",
    105: "headline", 110: "credit", 115: "source", 116: "copyright", 118: "contact", 120: "caption",
    122: "caption_writer",
}  # fmt: skip
_REPEATED = frozenset(("keywords", "supplemental_categories", "creator", "creator_title", "contact"))
_IIM_RESOURCE = 0x0404
_UTF8 = b"\x1b%G"  # ISO 2022's announcement of UTF-8, in 1:90
_TAG = 0x1C
_LONGEST_TEXT, _MOST_RECORDS = 2000, 500
_EXTENDED = 0x8000


def read_iptc(blob: bytes) -> dict[str, str | list[str]]:
    """Return the fields by name; what is damaged ends the reading, not the call."""
    found: dict[str, str | list[str]] = {}
    coding = "latin-1"
    for count, (record, number, value) in enumerate(_records(_iim_of(blob))):
        if count == _MOST_RECORDS:
            break
        if (record, number) == (1, 90) and value == _UTF8:
            coding = "utf-8"
        name = _NAMES.get(number) if record == 2 else None  # noqa: PLR2004 - the application record
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


def _iim_of(blob: bytes) -> bytes:
    """Find the IIM data among Photoshop's image resources; without any, the blob is IIM itself."""
    at = blob.find(b"8BIM")
    if at < 0:
        return blob
    while blob[at : at + 4] == b"8BIM" and at + 12 <= len(blob):
        kind = int.from_bytes(blob[at + 4 : at + 6], "big")
        name_bytes = blob[at + 6] + 1
        start = at + 6 + name_bytes + name_bytes % 2
        size = int.from_bytes(blob[start : start + 4], "big")
        if kind == _IIM_RESOURCE:
            return blob[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2
    return b""


def _records(iim: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 5 <= len(iim) and iim[at] == _TAG:
        size = int.from_bytes(iim[at + 3 : at + 5], "big")
        if size & _EXTENDED:
            return
        yield iim[at + 1], iim[at + 2], iim[at + 5 : at + 5 + size]
        at += 5 + size
