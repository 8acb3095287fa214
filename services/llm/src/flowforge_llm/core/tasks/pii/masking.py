"""Put placeholders in the place of personal data, and put it back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Annotated

from pydantic import Field

Placeholder = Annotated[str, Field(pattern=r"^\[[A-Z][A-Z_]{0,30}_\d{1,6}\]$")]
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_]{0,30}_\d{1,6}\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data. What a model found has no confidence and no region."""

    kind: str
    start: int
    end: int
    confidence: float | None = None
    region: str | None = None
    is_region_assumed: bool = False


def mask(text: str, findings: Sequence[Finding], known: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the text with placeholders, and what each of them stands for.

    The same value has the same placeholder, also one of *known*, the map of an earlier text. A placeholder
    that the text holds already is not given again: it is not ours to restore.
    """
    meant = dict(known)
    placeholders = {value: name for name, value in known.items()}
    taken = {name.upper() for name in _PLACEHOLDER.findall(text)} | {name.upper() for name in known}
    numbers: dict[str, Iterator[int]] = {}
    pieces: list[str] = []
    position = 0
    for one in findings:
        value = text[one.start : one.end]
        if value not in placeholders:
            kind = one.kind.upper()
            names = (f"[{kind}_{number}]" for number in numbers.setdefault(kind, count(1)))
            name = next(name for name in names if name not in taken)
            placeholders[value] = name
            meant[name] = value
        pieces += [text[position : one.start], placeholders[value]]
        position = one.end
    return "".join([*pieces, text[position:]]), meant


def restore(text: str, meant: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """Return the text with the values put back, and how often each placeholder was found.

    Models change the case of what they copy: that of a placeholder is not looked at.
    """
    values = {name.upper(): value for name, value in meant.items()}
    counts = dict.fromkeys(values, 0)

    def value(match: re.Match[str]) -> str:
        name = match[0].upper()
        if name not in values:
            return match[0]
        counts[name] += 1
        return values[name]

    return _PLACEHOLDER.sub(value, text), {name: counts[name.upper()] for name in meant}
