"""Servers that run as child processes of the service: the embedded engines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from flowforge_embeddings import ChildPool, ChildServer, ChildUnavailable
from flowforge_llm.core.errors import EngineUnavailable
from flowforge_llm.core.models.metrics import LOADED, RESTARTS
from flowforge_llm.core.models.port import EngineState

_CANNOT_START = "The engine of the model '{model}' cannot be started. The service's log has the reason."


class ChildMetrics:
    """Publishes the states of child processes."""

    def loaded(self, name: str, *, is_loaded: bool) -> None:
        LOADED.set(int(is_loaded), model=name)

    def restarted(self, name: str) -> None:
        RESTARTS.add(model=name)


class EmbeddedServer:
    """One model in child processes. Raises EngineUnavailable if they cannot be started."""

    def __init__(self, name: str, children: ChildServer | ChildPool) -> None:
        self._name = name
        self._children = children

    @property
    def state(self) -> EngineState:
        return self._children.state

    async def probe(self) -> EngineState:
        return self._children.state

    @asynccontextmanager
    async def use(self) -> AsyncIterator[str]:
        try:
            async with self._children.use() as url:
                yield url
        except ChildUnavailable as error:
            raise EngineUnavailable(_CANNOT_START.format(model=self._name)) from error

    async def has_ended(self) -> bool:
        return await self._children.has_ended()

    async def close(self) -> None:
        await self._children.close()
