"""What an engine must do: be reachable, and say how its server differs from OpenAI's."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.port import Body, EngineState
from servicekit import OperationError

Ask = Callable[[str, Body], Awaitable[Any]]  # a path under the server's root, and what to send there


Document = dict[str, Any]


def unchanged(document: Document) -> Document:
    return document


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request as one server wants it; `amend` makes its answer, or each of its chunks, one of OpenAI's.

    `by_stream`: a whole answer is better asked for as a stream.
    """

    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    amend: Callable[[Document], Document] = unchanged
    by_stream: bool = False


@dataclass(frozen=True, slots=True)
class EngineErrorResponse:
    """An error answer, or the error within a stream, and the request that it answers."""

    status: int
    answer: Any
    body: Body


class Server(Protocol):
    """Where an engine listens."""

    @property
    def state(self) -> EngineState: ...

    async def probe(self) -> EngineState:
        """Return the state, after a look whether a server that is not ours is there."""
        ...

    def use(self) -> AbstractAsyncContextManager[str]:
        """Yield the base URL, with its /v1. A server of our own is started first, and not stopped meanwhile.

        Raises EngineUnavailable.
        """
        ...

    async def has_ended(self) -> bool:
        """Return whether a server of our own ended. Call it when a connection broke."""
        ...

    async def close(self) -> None: ...


class Answers(Protocol):
    """What one request is answered, whole or in chunks."""

    def amend(self, document: dict[str, Any]) -> dict[str, Any]: ...


class Flavour(Protocol):
    """How one kind of server differs from OpenAI's API."""

    def prepare(self, path: str, body: Body, consumer_id: str) -> PreparedRequest:
        """Return the request as this server wants it. Raises EngineRefused for what it would not take."""
        ...

    async def refusal(self, ask: Ask, card: ModelCard, refused: EngineErrorResponse) -> OperationError:
        """Convert the server's error response to one of ours."""
        ...

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:
        """Return the tokens of `prompt`, or of `messages` in the chat template. Raises ModelCannot."""
        ...

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:
        """Return what *tokens* stand for. Raises ModelCannot."""
        ...
