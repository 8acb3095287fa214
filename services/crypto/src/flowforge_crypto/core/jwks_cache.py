"""JWK sets by URL, kept for a short while: they are public, and every token of an issuer needs the same."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

KEPT_SECONDS = 300.0
KEPT_SETS = 200


@dataclass(slots=True)
class JwksCache:
    """Sets by their URL; of many requests for one that is not there, one fetches."""

    _sets: OrderedDict[str, tuple[float, Any]] = field(default_factory=OrderedDict)
    _fetching: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def get(self, url: str, fetch: Callable[[str], Awaitable[Any]]) -> Any:
        """Return the set at *url*; what *fetch* raises is raised, and nothing is kept."""
        lock = self._fetching.setdefault(url, asyncio.Lock())
        try:
            async with lock:
                kept = self._sets.get(url)
                if kept is not None and kept[0] > time.monotonic():
                    return kept[1]
                document = await fetch(url)
                self._sets[url] = (time.monotonic() + KEPT_SECONDS, document)
                while len(self._sets) > KEPT_SETS:
                    self._sets.popitem(last=False)
                return document
        finally:
            self._fetching.pop(url, None)


@contextmanager
def open_jwks_cache(_settings: object) -> Iterator[JwksCache]:
    """Open the cache as a resource of the service."""
    yield JwksCache()
