"""Estimate what drawing an SVG costs before it is drawn: `use`, patterns and masks draw other parts again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flowforge_pictures.errors import SvgTooComplex

_MOST_DRAWN, _MOST_FILTERED, _DEEPEST, _MOST_NESTED = 100_000, 200, 60, 500
_CHARACTERS_PER_ELEMENT = 200  # a path with many points costs as much as many elements
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)")
# Filter parameters whose work for each pixel grows with them, and the most that is allowed.
_FILTER_LIMITS = {"numoctaves": 10, "order": 15, "radius": 100}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class _Part:
    """What an element with an id draws: its own elements, filters, and the ids that it refers to."""

    drawn: float = 0
    filters: int = 0
    references: list[str] = field(default_factory=list)


class DrawingCost:
    """Counts elements while a parser reads, then how often each is drawn."""

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}
        self._open: list[list[_Part]] = []
        self._all = _Part()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = name.rpartition(":")[2].lower()
        parents = self._open[-1] if self._open else [self._all]
        if len(parents) > _MOST_NESTED:
            raise SvgTooComplex(what=f"nests more than {_MOST_NESTED} elements with ids")
        own = [self._parts.setdefault(attributes["id"], _Part())] if "id" in attributes else []
        inside = [*parents, *own]
        self._open.append(inside)
        size = 1 + sum(map(len, attributes.values())) / _CHARACTERS_PER_ELEMENT
        references = list(_references(element, attributes))
        for part in inside:
            part.drawn += size
            part.filters += element.startswith("fe")
            part.references += references
        _check_filter(element, attributes)

    def end(self) -> None:
        self._open.pop()

    def check(self) -> None:
        """Raise SvgTooComplex if too much is drawn. References in a circle are cut by the renderer."""
        known: dict[str, tuple[float, float]] = {}
        drawn, filtered = self._total(self._all, known, frozenset())
        if drawn > _MOST_DRAWN:
            raise SvgTooComplex(
                what=f"draws more than {_MOST_DRAWN} elements, counted as often as they are used"
            )
        if filtered > _MOST_FILTERED:
            raise SvgTooComplex(what=f"applies more than {_MOST_FILTERED} filters")

    def _total(
        self, part: _Part, known: dict[str, tuple[float, float]], above: frozenset[str]
    ) -> tuple[float, float]:
        drawn, filtered = part.drawn, float(part.filters)
        for name in part.references:
            if name in above or name not in self._parts:
                continue
            if len(above) > _DEEPEST:
                raise SvgTooComplex(what="has references that are nested too deeply")
            if name not in known:
                known[name] = self._total(self._parts[name], known, above | {name})
            drawn += known[name][0]
            filtered += known[name][1]
            if drawn > _MOST_DRAWN or filtered > _MOST_FILTERED:
                break
        return drawn, filtered


def _references(element: str, attributes: Mapping[str, str]) -> list[str]:
    found = [name for value in attributes.values() if "url(" in value for name in _REFERENCE.findall(value)]
    if element in ("use", "pattern", "feimage"):
        links = [value for name, value in attributes.items() if name.rpartition(":")[2] == "href"]
        found += [value.strip()[1:] for value in links if value.strip().startswith("#")]
    return found


def _check_filter(element: str, attributes: Mapping[str, str]) -> None:
    if not element.startswith("fe"):
        return
    for name, value in attributes.items():
        most = _FILTER_LIMITS.get(name.lower())
        if most and max(map(float, _NUMBER.findall(value)), default=0) > most:
            raise SvgTooComplex(what=f"has a filter with {name}={value[:20]!r}, and {most} is the most")
