"""An engine as the rest of the service sees it: a model that answers OpenAI's HTTP API."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Literal, Protocol

from flowforge_llm.core.models.catalog import ModelCard

EngineState = Literal["remote", "reachable", "unreachable", "unloaded", "starting", "loaded", "failed"]
Body = Mapping[str, Any]
Chunk = dict[str, Any]


class Engine(Protocol):
    """Raises EngineUnavailable, EngineFailed and EngineTimedOut, and what the engine refuses."""

    card: ModelCard

    @property
    def state(self) -> EngineState: ...

    async def probe(self) -> EngineState:
        """Return the state; for a server that is not ours, whether it is there."""
        ...

    async def ask(self, path: str, body: Body, consumer_id: str) -> Any:
        """Return the whole answer of a request to *path*, such as /chat/completions."""
        ...

    def listen(self, path: str, body: Body, consumer_id: str) -> AsyncGenerator[Chunk]:
        """Yield the chunks of a stream; closing it stops the engine."""
        ...

    async def tokens(self, body: Body) -> list[int]:
        """Return the tokens of `prompt`, or of `messages` in the chat template. Raises ModelCannot."""
        ...

    async def text(self, tokens: list[int]) -> str:
        """Return what *tokens* stand for. Raises ModelCannot."""
        ...
