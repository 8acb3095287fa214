"""Layouts of machine-readable zones: their lines, fields and check digits (ICAO 9303, parts 4 to 7)."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]
Holds = Literal["letters", "digits", "any"]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
ALLOWED: dict[Holds, str] = {
    "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ<",
    "digits": "0123456789<",
    "any": ALPHABET,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a layout: its line, where it begins and ends, what it may hold, and its check digit."""

    name: str
    line: int
    start: int
    end: int
    holds: Holds = "any"
    check: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    kind: Kind
    lines: int
    length: int
    parts: tuple[Part, ...]
    # What the last check digit covers, as parts of lines, and where it stands.
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_at: tuple[int, int] | None = None


_TD3_LINE = (
    Part("document_number", 1, 0, 9, check=9),
    Part("nationality", 1, 10, 13, "letters"),
    Part("birth_date", 1, 13, 19, "digits", 19),
    Part("sex", 1, 20, 21, "letters"),
    Part("expiry_date", 1, 21, 27, "digits", 27),
)
_HEAD = (Part("document_type", 0, 0, 2, "letters"), Part("issuer", 0, 2, 5, "letters"))
LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "TD3",
        2,
        44,
        (
            *_HEAD,
            Part("names", 0, 5, 44, "letters"),
            *_TD3_LINE,
            Part("personal_number", 1, 28, 42, check=42),
        ),
        ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
        (1, 43),
    ),
    Layout(
        "MRV-A",
        2,
        44,
        (*_HEAD, Part("names", 0, 5, 44, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 44)),
    ),
    Layout(
        "TD2",
        2,
        36,
        (*_HEAD, Part("names", 0, 5, 36, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 35)),
        ((1, 0, 10), (1, 13, 20), (1, 21, 35)),
        (1, 35),
    ),
    Layout(
        "MRV-B",
        2,
        36,
        (*_HEAD, Part("names", 0, 5, 36, "letters"), *_TD3_LINE, Part("optional_data", 1, 28, 36)),
    ),
    Layout(
        "TD1",
        3,
        30,
        (
            *_HEAD,
            Part("document_number", 0, 5, 14, check=14),
            Part("optional_data", 0, 15, 30),
            Part("birth_date", 1, 0, 6, "digits", 6),
            Part("sex", 1, 7, 8, "letters"),
            Part("expiry_date", 1, 8, 14, "digits", 14),
            Part("nationality", 1, 15, 18, "letters"),
            Part("optional_data_2", 1, 18, 29),
            Part("names", 2, 0, 30, "letters"),
        ),
        ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        (1, 29),
    ),
)
