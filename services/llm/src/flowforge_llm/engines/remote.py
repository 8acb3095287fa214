"""A server that somebody else runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from flowforge_llm.core.port import EngineState


class RemoteServer:
    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    @property
    def state(self) -> EngineState:
        return "remote"

    async def address(self) -> str:
        return self._url

    @contextmanager
    def in_use(self) -> Iterator[None]:
        yield

    async def close(self) -> None:
        return
