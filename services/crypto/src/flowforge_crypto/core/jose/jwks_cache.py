"""JWK sets by URL, kept for a short while: they are public, and every token of an issuer needs the same.

A token may name a key that the kept set lacks, since issuers rotate their keys: then the set is fetched anew,
though not more often than every few seconds, or tokens with invented key ids would make us a nuisance.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

KEPT_SECONDS = 300.0
RETRY_SECONDS = 10.0
KEPT_SETS = 200


@dataclass(slots=True)
class JwksCache:
    """Sets by their URL; of many requests for one that is not there, one fetches."""

    _sets: OrderedDict[str, tuple[float, Any]] = field(default_factory=OrderedDict)
    _fetching: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def get(self, url: str, fetch: Callable[[str], Awaitable[Any]], key_id: str | None = None) -> Any:
        """Return the set at *url*, with *key_id* in it if it has such a key by now.

        What *fetch* raises is raised, and nothing is kept.
        """
        lock = self._fetching.setdefault(url, asyncio.Lock())
        try:
            async with lock:
                kept = self._sets.get(url)
                if kept is not None and time.monotonic() - kept[0] < _lifetime(kept[1], key_id):
                    return kept[1]
                document = await fetch(url)
                self._sets[url] = (time.monotonic(), document)
                while len(self._sets) > KEPT_SETS:
                    self._sets.popitem(last=False)
                return document
        finally:
            self._fetching.pop(url, None)


def _lifetime(document: Any, key_id: str | None) -> float:
    keys = document.get("keys") if isinstance(document, dict) else None
    held = [one.get("kid") for one in keys if isinstance(one, dict)] if isinstance(keys, list) else []
    return KEPT_SECONDS if key_id is None or key_id in held else RETRY_SECONDS


@contextmanager
def open_jwks_cache(_settings: object) -> Iterator[JwksCache]:
    """Open the cache as a resource of the service."""
    yield JwksCache()
