"""Find the endpoint of a path: exact paths in one look-up, parametrized ones by pattern."""

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

from servicekit.errors import MethodNotAllowed, NotFound

T = TypeVar("T")
_PARAMETER = re.compile(r"\{([a-z_]+)(:path)?\}")


@dataclass(slots=True)
class Router(Generic[T]):
    """Targets by method and path. A path parameter `{name}` takes one segment, `{name:path}` the rest."""

    exact: dict[str, dict[str, T]] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], dict[str, T]]] = field(default_factory=list)

    def add(self, method: str, path: str, target: T) -> None:
        methods = self._methods(path)
        if method in methods:
            raise ValueError(f"{method} {path} is declared twice")
        methods[method] = target

    def find(self, method: str, path: str) -> tuple[T, dict[str, str]]:
        """Return the target and the path parameters. Raises NotFound, or MethodNotAllowed with Allow."""
        methods = self.exact.get(path)
        parameters: dict[str, str] = {}
        if methods is None:
            methods, parameters = self._match(path)
        target = methods.get(method)
        if target is None and method == "HEAD":
            target = methods.get("GET")
        if target is None:
            allowed = ", ".join(sorted(methods))
            raise MethodNotAllowed(method=method, allowed=allowed, headers={"allow": allowed})
        return target, parameters

    def _match(self, path: str) -> tuple[dict[str, T], dict[str, str]]:
        for pattern, methods in self.patterns:
            if found := pattern.fullmatch(path):
                return methods, {name: unquote(value) for name, value in found.groupdict().items()}
        raise NotFound(f"There is no operation at {path[:200]}.")

    def _methods(self, path: str) -> dict[str, T]:
        if "{" not in path:
            return self.exact.setdefault(path, {})
        pattern = re.compile(_PARAMETER.sub(_group, path))
        for known, methods in self.patterns:
            if known.pattern == pattern.pattern:
                return methods
        self.patterns.append((pattern, {}))
        return self.patterns[-1][1]


def _group(parameter: re.Match[str]) -> str:
    name, rest = parameter.groups()
    return f"(?P<{name}>.+)" if rest else f"(?P<{name}>[^/]+)"
