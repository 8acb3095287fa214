"""Codes and spellings of points."""

import re
from typing import Any, Final

import pygeohash
import utm as utm_library

from flowforge_data.core.values.geo.points import InvalidCode, OutsideGrid

_ALPHABET: Final = frozenset("0123456789bcdefghjkmnpqrstuvwxyz")
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d{1,15})?"
_PAIR: Final = re.compile(rf"(?:geo:)?\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})(?:[;?].*)?")
_LINK: Final = (
    re.compile(rf"[@=]({_NUMBER}),({_NUMBER})"),
    re.compile(rf"mlat=({_NUMBER})&mlon=({_NUMBER})"),
    re.compile(rf"#map=\d+/({_NUMBER})/({_NUMBER})"),
    re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})"),
)
_SIGNS: Final = "°º'\u2032\u2019\"\u2033\u201d"
_DEGREES: Final = re.compile(
    rf"\s*([NSEW])?\s*(\d{{1,3}}(?:\.\d+)?)\s*[{_SIGNS}\s]?\s*(?:(\d{{1,2}}(?:\.\d+)?)\s*[{_SIGNS}])?\s*"
    rf"(?:(\d{{1,2}}(?:\.\d+)?)\s*[{_SIGNS}]{{1,2}})?\s*([NSEW])?\s*,?",
    re.IGNORECASE,
)
_MAX_LATITUDE: Final = 90
_MAX_LONGITUDE: Final = 180
Located = tuple[float, float, tuple[float, float] | None]


def located(point: Any, text: str | None, geohash: str | None, utm: Any) -> Located:
    """Return latitude, longitude and the error of a geohash. Raises InvalidCode and OutsideGrid."""
    if point is not None:
        return point.latitude, point.longitude, None
    if geohash is not None:
        return _of_geohash(geohash.lower())
    if utm is not None:
        return _of_utm(utm)
    return *_of_text(text or ""), None


def _of_geohash(code: str) -> Located:
    if wrong := next((letter for letter in code if letter not in _ALPHABET), None):
        reason = f"the character {wrong!r} is none of its 32"
        raise InvalidCode(field="geohash", value=repr(code), kind="geohash", reason=reason)
    found = pygeohash.decode_exactly(code)
    return (
        round(found.latitude, 12),
        round(found.longitude, 12),
        (found.latitude_error, found.longitude_error),
    )


def _of_utm(given: Any) -> Located:
    try:
        latitude, longitude = utm_library.to_latlon(
            given.easting, given.northing, given.zone, given.band.upper()
        )
    except utm_library.OutOfRangeError as error:
        raise OutsideGrid(field="utm") from error
    return round(float(latitude), 9), round(float(longitude), 9), None


def _of_text(text: str) -> tuple[float, float]:
    found = _PAIR.fullmatch(text.strip()) or next(
        (match for one in _LINK if "://" in text and (match := one.search(text))), None
    )
    pair = (float(found[1]), float(found[2])) if found else _of_degrees(text)
    if pair is None or abs(pair[0]) > _MAX_LATITUDE or abs(pair[1]) > _MAX_LONGITUDE:
        reason = "write it as 52.52, 13.405 or 52°31'12\"N 13°24'18\"E"
        raise InvalidCode(field="text", value=repr(text[:60]), kind="point", reason=reason)
    return pair


def _of_degrees(text: str) -> tuple[float, float] | None:
    first = _DEGREES.match(text)
    second = _DEGREES.fullmatch(text, first.end()) if first else None
    if first is None or second is None:
        return None
    values = dict([_degrees(first), _degrees(second)])
    return (values["N"], values["E"]) if set(values) == {"N", "E"} else None


def _degrees(match: re.Match[str]) -> tuple[str, float]:
    letter = (match[1] or match[5] or "").upper()
    value = float(match[2]) + float(match[3] or 0) / 60 + float(match[4] or 0) / 3600
    axis = {"N": "N", "S": "N", "E": "E", "W": "E"}.get(letter, "")
    return axis, -value if letter in ("S", "W") else value


def as_geohash(latitude: float, longitude: float, precision: int) -> str:
    return str(pygeohash.encode(latitude, longitude, precision))


def as_utm(latitude: float, longitude: float) -> dict[str, Any] | None:
    """Return the point in UTM, or None outside its latitudes."""
    try:
        easting, northing, zone, band = utm_library.from_latlon(latitude, longitude)
    except utm_library.OutOfRangeError:
        return None
    return {
        "zone": int(zone),
        "band": str(band),
        "easting": round(float(easting), 3),
        "northing": round(float(northing), 3),
    }


def as_degrees(latitude: float, longitude: float) -> str:
    return f"{_shown(latitude, 'NS')} {_shown(longitude, 'EW')}"


def _shown(value: float, letters: str) -> str:
    tenths = round(abs(value) * 36_000)
    degrees, rest = divmod(tenths, 36_000)
    minutes, seconds = divmod(rest, 600)
    return f"{degrees}°{minutes:02}'{seconds / 10:04.1f}\"{letters[value < 0]}"
