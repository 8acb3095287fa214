"""Results kept between requests. A cache that is away costs nothing but the hits."""

from typing import Protocol


class ResultCache(Protocol):
    async def get(self, key: str) -> bytes | None: ...

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None: ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class NullCache:
    """Stands in where no cache is configured: nothing is kept."""

    async def get(self, key: str) -> bytes | None:
        return None

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None:
        return

    async def ping(self) -> None:
        return

    async def close(self) -> None:
        return
