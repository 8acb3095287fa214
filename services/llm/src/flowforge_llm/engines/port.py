"""What an engine must do: be reachable, and say how its server differs from OpenAI's."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from flowforge_llm.core.catalogue import ModelCard
from flowforge_llm.core.port import Body, EngineState
from servicekit import OperationError

Ask = Callable[[str, Body], Awaitable[Any]]  # a path under the server's root, and what to send there


class Server(Protocol):
    """Where an engine listens."""

    @property
    def state(self) -> EngineState: ...

    async def address(self) -> str:
        """Return the base URL, with its /v1; a server of our own is started first. Raises EngineDown."""
        ...

    def in_use(self) -> AbstractContextManager[None]:
        """Keep the server from being stopped for idleness meanwhile."""
        ...

    async def close(self) -> None: ...


class Flavour(Protocol):
    """How one kind of server differs from OpenAI's API."""

    def prepare(self, path: str, body: Body, consumer_id: str) -> dict[str, Any]:
        """Return the request as this server wants it."""
        ...

    def refusal(self, card: ModelCard, status: int, answer: Any) -> OperationError:
        """Tell the server's error answer as one of ours."""
        ...

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:
        """Return the tokens of `prompt`, or of `messages` in the chat template. Raises ModelCannot."""
        ...

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:
        """Return what *tokens* stand for. Raises ModelCannot."""
        ...
