"""The operations that can be jobs, from the OpenAPI documents of the running services."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flowforge_jobs.core.faults import PathParameterMissing, ServiceAway, UnknownOperation
from flowforge_jobs.core.services import Services
from servicekit import ConnectionCut, NotReached

_FRESH_SECONDS = 30.0
_STALE_SECONDS = 2.0
_PARAMETER = re.compile(r"{(\w+)(?::path)?}")


@dataclass(frozen=True, slots=True)
class Known:
    """An operation: where it is, and its part of the document."""

    id: str
    method: str
    path: str
    declaration: dict[str, Any]
    document: dict[str, Any]

    @property
    def makes_files(self) -> bool:
        """Whether the answer is a file, which a job stores and names by its id."""
        return any(one.get("name") == "output" for one in self.declaration.get("parameters", ()))

    @property
    def cost(self) -> int:
        """Cost units of one call."""
        return int(self.declaration.get("x-cost", 0))

    def address(self, values: dict[str, str]) -> str:
        """Return the path with its parameters. Raises PathParameterMissing."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name not in values:
                raise PathParameterMissing(name=name, operation=self.id, address=self.path)
            return quote(values[name], safe="")

        return _PARAMETER.sub(value, self.path)


class Catalog:
    """Documents are read when an operation of theirs is asked for, and again when they are old."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._by_service: dict[str, dict[str, Known]] = {}
        self._read_at: dict[str, float] = {}
        self._lock = asyncio.Lock()

    async def find(self, operation: str) -> Known:
        """Return an operation by its id. Raises UnknownOperation or ServiceAway."""
        name = operation.split(".", 1)[0]
        if name not in self._services.names:
            raise UnknownOperation(given=operation[:100])
        known = self._by_service.get(name, {}).get(operation)
        if known is None or self._age(name) > _FRESH_SECONDS:
            await self._read(name, operation, _FRESH_SECONDS if known else _STALE_SECONDS)
            known = self._by_service[name].get(operation)
        if known is None:
            raise UnknownOperation(given=operation[:100])
        return known

    def _age(self, name: str) -> float:
        return time.monotonic() - self._read_at.get(name, -1e9)

    async def _read(self, name: str, operation: str, older_than_seconds: float) -> None:
        async with self._lock:
            if self._age(name) < older_than_seconds:
                return
            try:
                document = await self._services.document(name)
            except (NotReached, ConnectionCut) as error:
                if name in self._by_service:
                    return
                raise ServiceAway(operation=operation) from error
            self._by_service[name] = _operations(document)
            self._read_at[name] = time.monotonic()


def _operations(document: dict[str, Any]) -> dict[str, Known]:
    found = {}
    for path, methods in document.get("paths", {}).items():
        for method, declaration in methods.items():
            if isinstance(declaration, dict) and "operationId" in declaration:
                one = Known(declaration["operationId"], method.upper(), path, declaration, document)
                found[one.id] = one
    return found
