"""Route precedence of Kong's traditional_compatible router."""

from collections.abc import Iterable
from dataclasses import dataclass

from flowforge_gateway.declaration.entities import Declaration, Route, Service


@dataclass(frozen=True)
class Matcher:
    """One path of one route."""

    service: Service | None
    route: Route
    path: str

    @property
    def is_regex(self) -> bool:
        return self.path.startswith("~")


def in_order(declaration: Declaration) -> list[Matcher]:
    """List every path of every route in matching order.

    More kinds of condition win over fewer, a regular expression over a prefix, then its priority, then the
    longer prefix; what is still equal keeps its order in the file.
    """
    return sorted(_matchers(declaration), key=_rank)


def _matchers(declaration: Declaration) -> Iterable[Matcher]:
    for service, route in declaration.every_route():
        yield from (Matcher(service, route, path) for path in route.paths)


def _rank(matcher: Matcher) -> tuple[int, bool, int, int]:
    conditions = 1 + bool(matcher.route.methods)
    prefix_length = 0 if matcher.is_regex else len(matcher.path)
    return -conditions, not matcher.is_regex, -matcher.route.regex_priority, -prefix_length
