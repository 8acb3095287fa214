"""Any other server of OpenAI's HTTP API, OpenAI's own included. It is not told who asks."""

from urllib.parse import urlsplit

from flowforge_llm.core.errors import (
    ContextTooLong,
    EngineFailed,
    EngineRefused,
    EngineUnavailable,
    ModelCannot,
)
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.port import Body
from flowforge_llm.engines.error_messages import reason_of
from flowforge_llm.engines.port import Ask, EngineErrorResponse, PreparedRequest
from servicekit import OperationError

_SERVER_ERROR, _UNAVAILABLE = 500, 503
_AS_GOOD_AS_AWAY = (401, 403, 404, 429, _UNAVAILABLE)
_OPENAI = ("openai.com", "openai.azure.com")
_THAT_COUNT = "those of embedded engines and of vLLM"


class OpenAIFlavour:
    """OpenAI's own models know `max_completion_tokens` alone, many other servers the older name alone.

    A limit under the wrong name would be refused by the one, and silently not held by the others.
    """

    def __init__(self, url: str | None) -> None:
        host = urlsplit(url or "").hostname or ""
        self._is_openai = any(host == one or host.endswith(f".{one}") for one in _OPENAI)

    def prepare(self, path: str, body: Body, consumer_id: str) -> PreparedRequest:  # noqa: ARG002 - the port's
        prepared = dict(body)
        if self._is_openai and path == "/chat/completions" and "max_tokens" in prepared:
            prepared["max_completion_tokens"] = prepared.pop("max_tokens")
        return PreparedRequest(prepared)

    async def refusal(
        self,
        ask: Ask,  # noqa: ARG002 - the port's
        card: ModelCard,
        refused: EngineErrorResponse,
    ) -> OperationError:
        """A key that is wrong or spent is the operator's matter: the caller sees an engine that is away."""
        error = refused.answer.get("error") if isinstance(refused.answer, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        if code == "context_length_exceeded":
            return ContextTooLong(model=card.name, limit=card.context_length, count="more")
        if refused.status in _AS_GOOD_AS_AWAY:
            return EngineUnavailable(model=card.name)
        if refused.status >= _SERVER_ERROR:
            return EngineFailed(model=card.name)
        return EngineRefused(model=card.name, reason=reason_of(refused.answer))

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:  # noqa: ARG002 - the port's
        raise ModelCannot(model=card.name, ability="tokenize", offered=_THAT_COUNT)

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:  # noqa: ARG002 - the port's
        raise ModelCannot(model=card.name, ability="detokenize", offered=_THAT_COUNT)
