"""The EXIF fields that callers set, and the place."""

from datetime import datetime
from fractions import Fraction

from pydantic import Field

from flowforge_pictures.exif import ASCII, RATIONAL, SHORT, UNDEFINED, Directory, ExifBlock, Value
from servicekit import RequestBody

ARTIST, COPYRIGHT, ORIENTATION = 0x013B, 0x8298, 0x0112
_TEXTS: dict[str, tuple[Directory, int]] = {
    "artist": ("main", ARTIST),
    "copyright": ("main", COPYRIGHT),
    "description": ("main", 0x010E),
    "make": ("main", 0x010F),
    "model": ("main", 0x0110),
    "software": ("main", 0x0131),
    "lens": ("exif", 0xA434),
}
_NUMBERS: dict[str, tuple[Directory, int]] = {
    "orientation": ("main", ORIENTATION),
    "iso": ("exif", 0x8827),
}
_RATIOS = {"exposure_seconds": 0x829A, "f_number": 0x829D, "focal_length_mm": 0x920A}
_USER_COMMENT, _TAKEN_AT, _TAKEN_AT_OFFSET = 0x9286, 0x9003, 0x9011
_VERSION, _LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ALTITUDE_REF, _ALTITUDE = range(7)
_PRINTABLE = r"^[\x20-\x7e]*$"


class ExifFields(RequestBody):
    """What to write; a field that is not given is left alone, one that is empty is removed."""

    artist: str | None = Field(None, max_length=1000, description="Who took the picture.")
    copyright: str | None = Field(None, max_length=1000, description="Copyright notice.")
    description: str | None = Field(None, max_length=2000, description="What the picture shows.")
    comment: str | None = Field(None, max_length=2000, description="Comment of the user.")
    make: str | None = Field(None, max_length=200, pattern=_PRINTABLE, description="Maker of the camera.")
    model: str | None = Field(None, max_length=200, pattern=_PRINTABLE, description="Model of the camera.")
    lens: str | None = Field(None, max_length=200, pattern=_PRINTABLE, description="Model of the lens.")
    software: str | None = Field(
        None, max_length=200, pattern=_PRINTABLE, description="Program that made the file."
    )
    taken_at: datetime | None = Field(None, description="Its offset from UTC is written too, if it has one.")
    orientation: int | None = Field(
        None, ge=1, le=8, description="How viewers turn the picture, from 1 (upright) to 8."
    )
    exposure_seconds: float | None = Field(None, gt=0, le=1e6, description="Exposure time.")
    f_number: float | None = Field(None, gt=0, le=1000, description="Aperture, such as 2.8.")
    focal_length_mm: float | None = Field(None, gt=0, le=100_000, description="Focal length of the lens.")
    iso: int | None = Field(None, ge=1, le=65_535, description="Sensitivity of the sensor.")


class ExifPlace(RequestBody):
    latitude: float = Field(ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(ge=-180, le=180, description="Degrees east.")
    altitude: float | None = Field(None, ge=-20_000, le=1e6, description="Meters above sea level.")


def set_fields(exif: ExifBlock, fields: ExifFields) -> None:
    for name in fields.model_fields_set:
        value = getattr(fields, name)
        if name in _TEXTS:
            directory, tag = _TEXTS[name]
            _put(exif, directory, tag, ascii_value(value))
        elif name in _NUMBERS:
            directory, tag = _NUMBERS[name]
            _put(exif, directory, tag, exif.pack(SHORT, value) if value else None)
        elif name in _RATIOS:
            _put(exif, "exif", _RATIOS[name], exif.pack(RATIONAL, *_ratio(value)) if value else None)
        elif name == "comment":
            _put(exif, "exif", _USER_COMMENT, _comment(exif, value))
        else:
            _set_time(exif, value)


def ascii_value(text: str | None) -> Value | None:
    """Return a text field. EXIF allows ASCII alone; other letters are written as UTF-8, as is usual."""
    return Value(ASCII, text.encode() + b"\0") if text else None


def set_place(exif: ExifBlock, place: ExifPlace) -> None:
    """Replace the place of the block."""
    gps = exif.tags["gps"] = {
        _VERSION: Value(1, b"\2\3\0\0"),
        _LATITUDE_REF: Value(ASCII, b"N\0" if place.latitude >= 0 else b"S\0"),
        _LATITUDE: exif.pack(RATIONAL, *_sexagesimal(abs(place.latitude))),
        _LONGITUDE_REF: Value(ASCII, b"E\0" if place.longitude >= 0 else b"W\0"),
        _LONGITUDE: exif.pack(RATIONAL, *_sexagesimal(abs(place.longitude))),
    }
    if place.altitude is not None:
        gps[_ALTITUDE_REF] = Value(1, b"\0" if place.altitude >= 0 else b"\1")
        gps[_ALTITUDE] = exif.pack(RATIONAL, *_ratio(abs(place.altitude)))


def _put(exif: ExifBlock, directory: Directory, tag: int, value: Value | None) -> None:
    if value is None:
        exif.directory(directory).pop(tag, None)
    else:
        exif.directory(directory)[tag] = value


def _set_time(exif: ExifBlock, time: datetime | None) -> None:
    offset = time.strftime("%z") if time else ""
    written = ascii_value(time.strftime("%Y:%m:%d %H:%M:%S")) if time else None
    _put(exif, "exif", _TAKEN_AT, written)
    _put(exif, "exif", _TAKEN_AT_OFFSET, ascii_value(f"{offset[:3]}:{offset[3:5]}") if offset else None)


def _comment(exif: ExifBlock, text: str | None) -> Value | None:
    """Encode a user comment with the eight bytes that name its encoding (CIPA DC-008, 4.6.5)."""
    if not text:
        return None
    if text.isascii():
        return Value(UNDEFINED, b"ASCII\0\0\0" + text.encode("ascii"))
    encoding = "utf-16-le" if exif.order == "<" else "utf-16-be"
    return Value(UNDEFINED, b"UNICODE\0" + text.encode(encoding))


def _ratio(value: float) -> tuple[int, int]:
    exact = Fraction(value).limit_denominator(1_000_000)
    return exact.numerator, exact.denominator


def _sexagesimal(degrees: float) -> tuple[int, ...]:
    """Return degrees, minutes and seconds as three ratios, exact to 1/10,000 of a second."""
    whole, rest = divmod(round(degrees * 3600 * 10_000), 3600 * 10_000)
    minutes, parts = divmod(rest, 60 * 10_000)
    return whole, 1, minutes, 1, parts, 10_000
