"""EXIF as names and plain values, and the place that it tells of."""

import struct
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from PIL import ExifTags
from PIL.Image import Exif

Plain = str | int | float | list[int | float | str]
_LONGEST_TEXT = 1000
_MOST_VALUES = 64
_ASCII, _UNICODE = b"ASCII\0\0\0", b"UNICODE\0"  # what a UserComment begins with
_FOLDERS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)


def read_exif(blob: bytes) -> tuple[dict[str, Plain], tuple[float, float, float | None] | None]:
    """Return the tags by name, and latitude, longitude (degrees) and altitude (meters) if they are there.

    What cannot be read is left out: EXIF is written by many hands, and wrong in many ways.
    """
    exif = Exif()
    try:
        exif.load(blob)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        folders = [(dict(exif), ExifTags.TAGS), (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)]
    except (SyntaxError, ValueError, KeyError, TypeError, OSError, struct.error):
        return {}, None
    wide = "utf-16-le" if exif.endian == "<" else "utf-16-be"
    tags: dict[str, Plain] = {}
    for values, names in folders:
        for number, value in values.items():
            plain = _plain(value, wide)
            if number in names and number not in _FOLDERS and plain is not None:
                tags[names[number]] = plain
    return tags, _place(gps)


def _plain(value: Any, wide: str) -> Plain | None:
    if isinstance(value, str):
        return _text(value.strip("\0 "))[:_LONGEST_TEXT]
    if isinstance(value, bytes):
        if value.startswith(_UNICODE):
            return value[len(_UNICODE) :].decode(wide, "replace")[:_LONGEST_TEXT]
        text = value.removeprefix(_ASCII).strip(b"\0 ")
        return text.decode("ascii") if text.isascii() and len(text) < _LONGEST_TEXT and text else None
    if isinstance(value, tuple):
        parts = [_plain(part, wide) for part in value[:_MOST_VALUES]]
        return [part for part in parts if part is not None and not isinstance(part, list)]
    if isinstance(value, int):
        return value
    return _number(value)


def _text(value: str) -> str:
    """Read as UTF-8 what says that it is ASCII, if it can be; Pillow took it for Latin-1."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _place(gps: Mapping[int, Any]) -> tuple[float, float, float | None] | None:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), 180)
    if latitude is None or longitude is None:
        return None
    altitude = _number(gps.get(ExifTags.GPS.GPSAltitude))
    below = gps.get(ExifTags.GPS.GPSAltitudeRef) in (1, b"\x01")
    return latitude, longitude, -altitude if altitude is not None and below else altitude


def _degrees(parts: Any, direction: Any, most: int) -> float | None:
    numbers = [_number(part) for part in parts] if isinstance(parts, tuple) else []
    if not numbers or None in numbers:
        return None
    total = sum(float(number or 0) / float(Fraction(60) ** at) for at, number in enumerate(numbers[:3]))
    if total > most:
        return None
    return round(-total if direction in ("S", "W") else total, 7)
