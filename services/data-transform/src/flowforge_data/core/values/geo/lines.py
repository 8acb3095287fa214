"""Polylines in Google's encoding."""

from collections.abc import Sequence

import polyline

from flowforge_data.core.values.geo.points import InvalidCode

Pair = tuple[float, float]


def decoded(text: str, precision: int) -> list[Pair]:
    """Return latitudes and longitudes. Raises InvalidCode."""
    reason = "it has other characters, or ends within a point"
    fault = InvalidCode(field="polyline", value=repr(text[:40]), kind="polyline", reason=reason)
    if any(not 63 <= ord(letter) <= 126 for letter in text):  # noqa: PLR2004 - the alphabet of the encoding
        raise fault
    try:
        pairs = polyline.decode(text, precision)
    except (IndexError, ValueError) as error:
        raise fault from error
    if any(abs(latitude) > 90 or abs(longitude) > 180 for latitude, longitude in pairs):  # noqa: PLR2004 - degrees
        reason = f"a point lies outside the Earth: is its precision {5 if precision == 6 else 6}?"  # noqa: PLR2004 - the other one
        raise InvalidCode(field="polyline", value=repr(text[:40]), kind="polyline", reason=reason)
    return list(pairs)


def encoded(pairs: Sequence[Pair], precision: int) -> str:
    return str(polyline.encode(list(pairs), precision))
