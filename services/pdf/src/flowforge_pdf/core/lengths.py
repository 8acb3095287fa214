"""Lengths with units, paper sizes and colors, as every operation takes them."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

_LENGTH = re.compile(r"([-+]?\d{1,6}(?:\.\d{1,6})?)\s*(pt|mm|cm|in|px)?")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, None: 1.0}
_LONGEST = 14_400.0  # 200 inches, the most that the format's readers must show
_PAPERS = {
    "a0": (841, 1189), "a1": (594, 841), "a2": (420, 594), "a3": (297, 420), "a4": (210, 297),
    "a5": (148, 210), "a6": (105, 148), "b4": (250, 353), "b5": (176, 250), "letter": (215.9, 279.4),
    "legal": (215.9, 355.6), "tabloid": (279.4, 431.8), "executive": (184.15, 266.7),
}  # fmt: skip
_COLOR_NAMES = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "yellow": "#ffff00", "orange": "#ffa500", "gray": "#808080", "grey": "#808080", "purple": "#800080",
    "navy": "#000080", "teal": "#008080", "maroon": "#800000", "silver": "#c0c0c0", "lightgray": "#d3d3d3",
}  # fmt: skip
Rgb = tuple[float, float, float]


def to_points(value: object) -> object:
    """Return a length in points. Raises ValueError if it is none, or longer than 200 inches."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("should be a length such as '20mm', '1in' or '36' (points)")  # noqa: TRY004 - pydantic tells these
    matched = _LENGTH.fullmatch(str(value).strip().lower())
    if matched is None:
        raise ValueError(f"is '{str(value)[:40]}': give a length such as '20mm', '1in' or '36' (points)")
    points = float(matched[1]) * _POINTS[matched[2]]
    if abs(points) > _LONGEST:
        raise ValueError(f"is '{str(value)[:40]}': at most 200 inches are allowed")
    return points


def _not_negative(value: float) -> float:
    if value < 0:
        raise ValueError("should not be negative")
    return value


_SCHEMA = WithJsonSchema({"type": "string", "examples": ["20mm"]})
Offset = Annotated[float, BeforeValidator(to_points), _SCHEMA]
Length = Annotated[float, BeforeValidator(to_points), AfterValidator(_not_negative), _SCHEMA]


def to_paper(value: object) -> object:
    """Return width and height in points of a named or a free size."""
    if isinstance(value, (list, tuple)) and len(value) == 2:  # noqa: PLR2004 - width and height
        return tuple(value)
    text = str(value).strip().lower()
    name, _, turn = text.partition(" ")
    if name in _PAPERS and turn.strip() in ("", "portrait", "landscape"):
        width, height = (side * _POINTS["mm"] for side in _PAPERS[name])
        return (height, width) if turn.strip() == "landscape" else (width, height)
    sides = re.split(r"\s*[x\u00d7*]\s*", text)
    if len(sides) != 2:  # noqa: PLR2004 - width and height
        raise ValueError(
            f"is '{text[:40]}': give one of {', '.join(_PAPERS)}, with 'landscape' after it if it is turned, "
            "or a size such as '100mm x 150mm'"
        )
    given = [to_points(side) for side in sides]
    width, height = (side if isinstance(side, float) else 0.0 for side in given)
    if min(width, height) < 1:
        raise ValueError("should have sides of 1 point or more")
    return width, height


Paper = Annotated[
    tuple[float, float],
    BeforeValidator(to_paper),
    WithJsonSchema({"type": "string", "examples": ["a4", "letter landscape", "100mm x 150mm"]}),
]


def _to_color(value: object) -> object:
    text = str(value).strip().lower()
    text = _COLOR_NAMES.get(text, text).lstrip("#")
    if re.fullmatch(r"[0-9a-f]{3}", text):
        text = "".join(2 * each for each in text)
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        raise ValueError(
            f"is '{str(value)[:40]}': give a color as '#rrggbb' or one of {', '.join(_COLOR_NAMES)}"
        )
    return f"#{text}"


Color = Annotated[str, BeforeValidator(_to_color), Field(examples=["#1a73e8"])]


def rgb(color: str) -> Rgb:
    """Return red, green and blue of a checked color, from 0 to 1."""
    red, green, blue = (round(int(color[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return red, green, blue


Position = Literal[
    "top-left", "top-center", "top-right",
    "center-left", "center", "center-right",
    "bottom-left", "bottom-center", "bottom-right",
]  # fmt: skip


def place(
    area: tuple[float, float], size: tuple[float, float], position: Position, margin: float = 0.0
) -> tuple[float, float]:
    """Return the lower left corner of something of *size* at *position* within *area*."""
    vertical, _, horizontal = position.partition("-") if "-" in position else ("center", "", "center")
    left = {"left": margin, "right": area[0] - size[0] - margin}.get(horizontal, (area[0] - size[0]) / 2)
    bottom = {"bottom": margin, "top": area[1] - size[1] - margin}.get(vertical, (area[1] - size[1]) / 2)
    return left, bottom
