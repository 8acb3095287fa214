"""EXIF made or changed: the fields that people set, and the place."""

from datetime import datetime
from fractions import Fraction

from PIL import ExifTags
from PIL.Image import Exif
from PIL.TiffImagePlugin import IFDRational
from pydantic import Field

from servicekit import RequestBody

_BASE: dict[str, int] = {
    "artist": ExifTags.Base.Artist,
    "copyright": ExifTags.Base.Copyright,
    "description": ExifTags.Base.ImageDescription,
    "make": ExifTags.Base.Make,
    "model": ExifTags.Base.Model,
    "software": ExifTags.Base.Software,
    "orientation": ExifTags.Base.Orientation,
}
_DETAILS: dict[str, int] = {
    "lens": ExifTags.Base.LensModel,
    "exposure_seconds": ExifTags.Base.ExposureTime,
    "f_number": ExifTags.Base.FNumber,
    "focal_length_mm": ExifTags.Base.FocalLength,
    "iso": ExifTags.Base.ISOSpeedRatings,
}
_ASCII, _UNICODE = b"ASCII\0\0\0", b"UNICODE\0"
_SECONDS_A_DEGREE = 3600
_PRINTABLE = r"^[\x20-\x7e]*$"


class ExifFields(RequestBody):
    """What to write; a field that is not given stays as it is, one that is empty is removed."""

    artist: str | None = Field(None, max_length=1000)
    copyright: str | None = Field(None, max_length=1000)
    description: str | None = Field(None, max_length=2000)
    comment: str | None = Field(None, max_length=2000)
    make: str | None = Field(None, max_length=200, pattern=_PRINTABLE)
    model: str | None = Field(None, max_length=200, pattern=_PRINTABLE)
    lens: str | None = Field(None, max_length=200, pattern=_PRINTABLE)
    software: str | None = Field(None, max_length=200, pattern=_PRINTABLE)
    taken_at: datetime | None = Field(None, description="Its offset from UTC is written too, if it has one.")
    orientation: int | None = Field(None, ge=1, le=8)
    exposure_seconds: float | None = Field(None, gt=0, le=1e6)
    f_number: float | None = Field(None, gt=0, le=1000)
    focal_length_mm: float | None = Field(None, gt=0, le=100_000)
    iso: int | None = Field(None, ge=1, le=65_535)


class ExifPlace(RequestBody):
    latitude: float = Field(ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(ge=-180, le=180, description="Degrees east.")
    altitude: float | None = Field(None, ge=-20_000, le=1e6, description="Metres above the sea.")


def read(blob: bytes | None) -> Exif:
    """Return the EXIF of *blob*, or an empty one; what cannot be read is left out."""
    exif = Exif()
    if blob:
        try:
            exif.load(blob)
        except (SyntaxError, ValueError, KeyError, TypeError, OSError):
            return Exif()
    return exif


def write(exif: Exif) -> bytes | None:
    """Return the blob to be stored, without what precedes it in a JPEG; None if there is nothing in it."""
    if not exif and not any(exif.get_ifd(folder) for folder in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)):
        return None
    return exif.tobytes().removeprefix(b"Exif\0\0")


def set_fields(exif: Exif, fields: ExifFields) -> None:
    details = exif.get_ifd(ExifTags.IFD.Exif)
    for name in fields.model_fields_set:
        value = getattr(fields, name)
        if name == "comment":
            _put(details, ExifTags.Base.UserComment, _commented(value))
        elif name == "taken_at":
            _set_time(details, value)
        elif name in _BASE:
            # EXIF says ASCII; other letters are written as UTF-8, as everybody does.
            _put(exif, _BASE[name], value.encode() if isinstance(value, str) else value)
        else:
            _put(details, _DETAILS[name], _rational(value) if isinstance(value, float) else value)


def remove_place(exif: Exif) -> None:
    exif.pop(ExifTags.IFD.GPSInfo, None)
    exif.get_ifd(ExifTags.IFD.GPSInfo).clear()


def set_place(exif: Exif, place: ExifPlace) -> None:
    remove_place(exif)
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSVersionID] = b"\2\3\0\0"
    gps[ExifTags.GPS.GPSLatitudeRef] = "N" if place.latitude >= 0 else "S"
    gps[ExifTags.GPS.GPSLatitude] = _sexagesimal(abs(place.latitude))
    gps[ExifTags.GPS.GPSLongitudeRef] = "E" if place.longitude >= 0 else "W"
    gps[ExifTags.GPS.GPSLongitude] = _sexagesimal(abs(place.longitude))
    if place.altitude is not None:
        gps[ExifTags.GPS.GPSAltitudeRef] = b"\0" if place.altitude >= 0 else b"\1"
        gps[ExifTags.GPS.GPSAltitude] = _rational(abs(place.altitude))
    exif[ExifTags.IFD.GPSInfo] = gps


def _put(folder: Exif | dict[int, object], tag: int, value: object) -> None:
    if value in (None, "", b""):
        folder.pop(tag, None)
    else:
        folder[tag] = value


def _set_time(details: dict[int, object], time: datetime | None) -> None:
    offset = time.strftime("%z") if time else ""
    _put(details, ExifTags.Base.DateTimeOriginal, time.strftime("%Y:%m:%d %H:%M:%S") if time else None)
    _put(details, ExifTags.Base.OffsetTimeOriginal, f"{offset[:3]}:{offset[3:5]}" if offset else None)


def _commented(text: str | None) -> bytes | None:
    if not text:
        return None
    return _ASCII + text.encode("ascii") if text.isascii() else _UNICODE + text.encode("utf-16-le")


def _rational(value: float) -> IFDRational:
    exact = Fraction(value).limit_denominator(1_000_000)
    return IFDRational(exact.numerator, exact.denominator)


def _sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    whole, rest = divmod(round(degrees * _SECONDS_A_DEGREE * 10_000), _SECONDS_A_DEGREE * 10_000)
    minutes, parts = divmod(rest, 60 * 10_000)
    return IFDRational(whole, 1), IFDRational(minutes, 1), IFDRational(parts, 10_000)
