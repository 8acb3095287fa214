"""Add EXIF and XMP to an AVIF file, as items of its `meta` box (ISO/IEC 14496-12, 8.11)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_CHUNK_OFFSETS = {b"stco": "I", b"co64": "Q"}
_FULL_BOX = 12  # size, type, version and flags
_DESCRIBES = b"cdsc"


@dataclass(frozen=True, slots=True)
class _Item:
    kind: bytes
    content_type: bytes
    data: bytes


def write_into_avif(content: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the file with blocks that it lacks. What follows `meta` moves, so its offsets are changed."""
    items = [_Item(b"Exif", b"", bytes(4) + exif)] if exif else []
    items += [_Item(b"mime", b"application/rdf+xml\0", xmp)] if xmp else []
    start, end = next((start, end) for kind, start, end in _boxes(content, 0) if kind == b"meta")
    meta = _Meta(content[start:end])
    added = meta.growth(items)
    data_at = len(content) + added + 8
    written = meta.with_items(items, moved=added, data_at=data_at)
    rest = bytearray(content[end:])
    _move_chunks(rest, added)
    data = b"".join(item.data for item in items)
    return content[:start] + written + bytes(rest) + struct.pack(">I4s", len(data) + 8, b"mdat") + data


def _boxes(content: bytes | bytearray, at: int, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Yield type, start and end of the boxes that follow one another."""
    end = len(content) if end is None else end
    while at + 8 <= end:
        size = int.from_bytes(content[at : at + 4], "big") or end - at
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        yield bytes(content[at + 4 : at + 8]), at, at + size
        at += max(8, size)


def _move_chunks(content: bytearray, moved: int, at: int = 0, end: int | None = None) -> None:
    """Change the offsets of the frames of a sequence."""
    for kind, start, stop in list(_boxes(content, at, end)):
        if kind in _CONTAINERS:
            _move_chunks(content, moved, start + 8, stop)
        elif kind in _CHUNK_OFFSETS:
            count = int.from_bytes(content[start + 12 : start + 16], "big")
            layout = f">{count}{_CHUNK_OFFSETS[kind]}"
            offsets = struct.unpack_from(layout, content, start + 16)
            struct.pack_into(layout, content, start + 16, *(offset + moved for offset in offsets))


class _Meta:
    """A `meta` box as its parts: those that list items, and the others as they are."""

    def __init__(self, box: bytes) -> None:
        self._head = box[:_FULL_BOX]
        self._parts = [(kind, box[start:end]) for kind, start, end in _boxes(box, _FULL_BOX)]
        part = dict(self._parts)
        self._locations = _Locations(part[b"iloc"])
        self._primary = int.from_bytes(part[b"pitm"][_FULL_BOX:], "big")
        self._has_references = b"iref" in part

    def growth(self, items: list[_Item]) -> int:
        before = len(self._head) + sum(len(part) for _, part in self._parts)
        return len(self.with_items(items, moved=0, data_at=0)) - before

    def with_items(self, items: list[_Item], *, moved: int, data_at: int) -> bytes:
        first = self._locations.next_id
        numbered = [(first + at, item) for at, item in enumerate(items)]
        parts = [self._part(kind, part, numbered, moved, data_at) for kind, part in self._parts]
        if not self._has_references:
            parts.append(self._references(_box(b"iref", bytes(4)), numbered))
        return _box(b"meta", self._head[8:] + b"".join(parts))

    def _part(
        self, kind: bytes, part: bytes, items: list[tuple[int, _Item]], moved: int, data_at: int
    ) -> bytes:
        if kind == b"iloc":
            return self._locations.with_items(items, moved, data_at)
        if kind == b"iinf":
            return _infos(part, items)
        return self._references(part, items) if kind == b"iref" else part

    def _references(self, part: bytes, items: list[tuple[int, _Item]]) -> bytes:
        layout = ">HHH" if part[8] == 0 else ">IHI"
        added = [_box(_DESCRIBES, struct.pack(layout, number, 1, self._primary)) for number, _ in items]
        return _box(b"iref", part[8:] + b"".join(added))


def _infos(part: bytes, items: list[tuple[int, _Item]]) -> bytes:
    layout = ">H" if part[8] == 0 else ">I"
    count = struct.unpack_from(layout, part, _FULL_BOX)[0] + len(items)
    rest = part[_FULL_BOX + struct.calcsize(layout) :]
    version_2 = b"\2\0\0\0"
    added = [
        _box(b"infe", version_2 + struct.pack(">HH", number, 0) + item.kind + b"\0" + item.content_type)
        for number, item in items
    ]
    return _box(b"iinf", part[8:_FULL_BOX] + struct.pack(layout, count) + rest + b"".join(added))


class _Locations:
    """An `iloc` box (8.11.3): where the data of each item is, from the start of the file or inside `idat`."""

    def __init__(self, part: bytes) -> None:
        self._head, self._version = part[8:14], part[8]
        self._sizes = (part[12] >> 4, part[12] & 15, part[13] >> 4, part[13] & 15 if self._version else 0)
        self._at, self._part = 14, part
        count = self._number(4 if self._version > 1 else 2)
        self._items = [self._item() for _ in range(count)]

    @property
    def next_id(self) -> int:
        return max(number for number, *_ in self._items) + 1

    def _number(self, size: int) -> int:
        self._at += size
        return int.from_bytes(self._part[self._at - size : self._at], "big")

    def _item(self) -> tuple[int, int, int, list[tuple[int, int, int]]]:
        """Read number, method, base offset, and index, offset and length of each extent."""
        offset, length, base, index = self._sizes
        number = self._number(4 if self._version > 1 else 2)
        method = self._number(2) if self._version else 0
        self._number(2)  # the file that the data is in: this one
        start = self._number(base)
        extents = [
            (self._number(index), self._number(offset), self._number(length)) for _ in range(self._number(2))
        ]
        return number, method, start, extents

    def with_items(self, items: list[tuple[int, _Item]], moved: int, data_at: int) -> bytes:
        entries = [self._moved(*entry, moved) for entry in self._items]
        for number, item in items:
            entries.append((number, 0, 0, [(0, data_at, len(item.data))]))
            data_at += len(item.data)
        count = len(entries).to_bytes(4 if self._version > 1 else 2, "big")
        return _box(b"iloc", self._head + count + b"".join(self._packed(*entry) for entry in entries))

    def _moved(
        self, number: int, method: int, start: int, extents: list[tuple[int, int, int]], moved: int
    ) -> tuple[int, int, int, list[tuple[int, int, int]]]:
        if method != 0:  # inside `idat`, which moves along
            return number, method, start, extents
        if self._sizes[2]:
            return number, method, start + moved, extents
        return number, method, start, [(index, offset + moved, length) for index, offset, length in extents]

    def _packed(self, number: int, method: int, start: int, extents: list[tuple[int, int, int]]) -> bytes:
        offset, length, base, index = self._sizes
        head = number.to_bytes(4 if self._version > 1 else 2, "big")
        head += method.to_bytes(2, "big") if self._version else b""
        head += bytes(2) + start.to_bytes(base, "big") + len(extents).to_bytes(2, "big")
        sizes = (index, offset, length)
        return head + b"".join(
            value.to_bytes(size, "big")
            for extent in extents
            for value, size in zip(extent, sizes, strict=True)
        )


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body
