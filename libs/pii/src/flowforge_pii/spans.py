"""What a search returns."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

PiiType = Literal[
    "secret",
    "email",
    "url",
    "iban",
    "card",
    "crypto",
    "phone",
    "us_ssn",
    "national_id",
    "ip",
    "mac",
    "date_of_birth",
]
TYPES: tuple[PiiType, ...] = get_args(PiiType)


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of personal data. Offsets count code points.

    *region* (ISO 3166) is the country whose rules the value follows. It is assumed where the text does not
    state it: a phone number without +49, for example.
    """

    type: PiiType
    value: str
    start: int
    end: int
    confidence: float
    region: str | None = None
    is_region_assumed: bool = False


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in the order of the text. Of those that overlap, the most certain stays.

    Of equally certain ones the longest stays, then the first.
    """
    chosen: list[Span] = []
    for one in sorted(spans, key=lambda one: (-one.confidence, one.start - one.end, one.start)):
        place = bisect(chosen, one.start, key=lambda other: other.start)
        is_free_before = place == 0 or chosen[place - 1].end <= one.start
        if is_free_before and (place == len(chosen) or one.end <= chosen[place].start):
            chosen.insert(place, one)
    return chosen
