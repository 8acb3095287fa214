"""EXIF blocks (CIPA DC-008) as tags with raw values: what is not changed is written back byte for byte."""

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

Directory = Literal["main", "exif", "gps", "interop", "thumbnail"]
Order = Literal["<", ">"]
ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
_BYTES_PER_VALUE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_PREFIX = b"Exif\0\0"
_INLINE_BYTES = 4
_MOST_TAGS = 2_000
# Which tag of which directory holds the offset of another one.
_POINTERS: dict[Directory, tuple[Directory, int]] = {
    "exif": ("main", 0x8769),
    "gps": ("main", 0x8825),
    "interop": ("exif", 0xA005),
}
_POINTER_TAGS = frozenset(tag for _, tag in _POINTERS.values())
_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202


# Tags of the main directory that describe a picture; the others say how a TIFF file stores its pixels.
DESCRIPTIVE_TAGS = frozenset(
    (0x010D, 0x010E, 0x010F, 0x0110, 0x0112, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C, 0x4746,
     0x4749, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F, 0xC614)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """`kind` is the type of the field (2 is ASCII ...); `data` is in the byte order of its block."""

    kind: int
    data: bytes

    @property
    def number_bytes(self) -> int:
        """Return how many bytes one number of the field has; a ratio is two numbers."""
        return min(4, _BYTES_PER_VALUE[self.kind]) if self.kind in (5, 10) else _BYTES_PER_VALUE[self.kind]

    @property
    def count(self) -> int:
        return len(self.data) // _BYTES_PER_VALUE[self.kind]


@dataclass(slots=True)
class ExifBlock:
    """Tags by directory. The JPEG thumbnail stands apart: `thumbnail` is dropped when pixels change."""

    order: Order = "<"
    tags: dict[Directory, dict[int, Value]] = field(default_factory=dict)
    thumbnail: bytes = b""

    @classmethod
    def parse(cls, content: bytes | memoryview, page: int = 0) -> Self:
        """Read a block, or the directory of a page of a TIFF file. What is damaged is left out."""
        content = content[len(_PREFIX) :] if content[: len(_PREFIX)] == _PREFIX else content
        block = cls(order="<" if content[:2] == b"II" else ">")
        reader = _Reader(content, block.order)
        offset, following = reader.page(page)
        block.tags["main"] = reader.directory(offset)
        for name, (parent, tag) in _POINTERS.items():
            pointer = block.tags.get(parent, {}).pop(tag, None)
            if pointer is not None and pointer.kind in (LONG, 13):
                block.tags[name] = reader.directory(block.numbers(pointer)[0])
        if following and page == 0:
            block._read_thumbnail(reader, following)
        return block

    def _read_thumbnail(self, reader: "_Reader", offset: int) -> None:
        tags = reader.directory(offset)
        places = [tags.pop(tag, None) for tag in (_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH)]
        if all(place and place.kind == LONG for place in places):
            start, size = (self.numbers(place)[0] for place in places if place)
            self.thumbnail = bytes(reader.content[start : start + size])
            self.tags["thumbnail"] = tags

    def drop_thumbnail(self) -> None:
        self.thumbnail = b""
        self.tags.pop("thumbnail", None)

    def directory(self, name: Directory) -> dict[int, Value]:
        """Return the tags of a directory, to be changed."""
        return self.tags.setdefault(name, {})

    def numbers(self, value: Value) -> tuple[int, ...]:
        """Return the integers of a SHORT or LONG field."""
        letter = {SHORT: "H"}.get(value.kind, "I")
        return struct.unpack(f"{self.order}{len(value.data) // struct.calcsize(letter)}{letter}", value.data)

    def pack(self, kind: int, *numbers: int) -> Value:
        """Return a field of integers; a RATIONAL has numerator and denominator one after another."""
        return Value(
            kind, struct.pack(f"{self.order}{len(numbers)}{'H' if kind == SHORT else 'I'}", *numbers)
        )

    def to_bytes(self) -> bytes:
        """Return the block as it is stored, without the prefix of JPEG; empty if it has no tags."""
        if not any(self.tags.values()):
            return b""
        return _Writer(self, (b"II*\0" if self.order == "<" else b"MM\0*") + bytes(4)).written()

    def replace_in_tiff(self, content: bytes) -> bytes:
        """Return a TIFF file whose first directory is that of this block, parsed from it and then changed."""
        return _Writer(self, content).written()


def tiff_exif(path: Path, page: int = 0) -> bytes:
    """Return the descriptive tags of a page of a TIFF file as an EXIF block; empty if there are none."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[2:4] not in (b"*\0", b"\0*"):  # BigTIFF has directories of another layout
            return b""
        with memoryview(content) as view:
            block = ExifBlock.parse(view, page)
    main = block.directory("main")
    for tag in main.keys() - DESCRIPTIVE_TAGS:
        del main[tag]
    block.drop_thumbnail()
    return block.to_bytes()


class _Reader:
    def __init__(self, content: bytes | memoryview, order: Order) -> None:
        self.content, self.order = content, order
        self._left = 4 * len(content) + 4096  # tags may share their data: a small file stays small

    def page(self, number: int) -> tuple[int, int]:
        """Return the offsets of the directory of a page and of the one after it; 0 if there is none."""
        offset = self._number("I", 4)
        for _ in range(number):
            offset = self._following(offset)
        return offset, self._following(offset)

    def _following(self, offset: int) -> int:
        return self._number("I", offset + 2 + 12 * self._number("H", offset)) if offset else 0

    def _number(self, letter: str, at: int) -> int:
        try:
            return int(struct.unpack_from(self.order + letter, self.content, at)[0])
        except struct.error:
            return 0

    def directory(self, offset: int) -> dict[int, Value]:
        return dict(self._entries(offset)) if offset else {}

    def _entries(self, offset: int) -> Iterator[tuple[int, Value]]:
        for at in range(offset + 2, offset + 2 + 12 * min(self._number("H", offset), _MOST_TAGS), 12):
            if at + 12 > len(self.content):
                return
            tag, kind, count = struct.unpack_from(f"{self.order}HHI", self.content, at)
            size = _BYTES_PER_VALUE.get(kind, 0) * count
            start = at + 8 if size <= _INLINE_BYTES else self._number("I", at + 8)
            self._left -= size
            if self._left < 0:
                return
            if size and start + size <= len(self.content):
                yield tag, Value(kind, bytes(self.content[start : start + size]))


class _Writer:
    """Lay directories and their data one after another; pointers are filled in as offsets become known."""

    def __init__(self, block: ExifBlock, content: bytes) -> None:
        self._block, self._order = block, block.order
        self._out = bytearray(content)

    def written(self) -> bytes:
        offsets: dict[int, int] = {}
        for name in ("interop", "exif", "gps"):  # those that are pointed to come first
            tags = self._block.tags.get(name)
            nested = {tag: at for tag, at in offsets.items() if _POINTERS["interop"] == (name, tag)}
            if tags or nested:
                offsets[_POINTERS[name][1]] = self._write(tags or {}, nested)
        nested = {tag: at for tag, at in offsets.items() if tag != _POINTERS["interop"][1]}
        main = self._write(self._block.tags.get("main", {}), nested)
        struct.pack_into(f"{self._order}I", self._out, 4, main)
        if self._block.thumbnail:
            self._write_thumbnail(main, len(self._block.tags.get("main", {}).keys() | nested.keys()))
        return bytes(self._out)

    def _write_thumbnail(self, main: int, entries: int) -> None:
        start = self._append(self._block.thumbnail)
        places = {_THUMBNAIL_OFFSET: start, _THUMBNAIL_LENGTH: len(self._block.thumbnail)}
        directory = self._write(self._block.tags.get("thumbnail", {}), places)
        struct.pack_into(f"{self._order}I", self._out, main + 2 + 12 * entries, directory)

    def _write(self, tags: dict[int, Value], numbers: dict[int, int]) -> int:
        """Write a directory with *tags*, and *numbers* as LONG fields; return its offset."""
        values = tags | {tag: self._block.pack(LONG, number) for tag, number in numbers.items()}
        places = {
            tag: self._append(value.data) if len(value.data) > _INLINE_BYTES else None
            for tag, value in values.items()
        }
        offset = self._append(struct.pack(f"{self._order}H", len(values)))
        for tag, value in sorted(values.items()):
            self._out += struct.pack(f"{self._order}HHI", tag, value.kind, value.count)
            place = places[tag]
            self._out += (
                value.data.ljust(4, b"\0") if place is None else struct.pack(f"{self._order}I", place)
            )
        self._out += bytes(4)
        return offset

    def _append(self, data: bytes) -> int:
        self._out += bytes(len(self._out) % 2)
        offset = len(self._out)
        self._out += data
        return offset
