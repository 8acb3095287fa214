"""Any other server of OpenAI's HTTP API, OpenAI's own included."""

from typing import Any

from flowforge_llm.core.catalogue import ModelCard
from flowforge_llm.core.faults import ContextTooLong, EngineDown, EngineFailed, EngineRefused, ModelCannot
from flowforge_llm.core.port import Body
from flowforge_llm.engines.port import Ask
from flowforge_llm.engines.vllm import reason_of
from servicekit import OperationError

_SERVER_ERROR = 500
_NOT_OUR_CALLERS_FAULT = (401, 403, 404, 429)


class OpenAIFlavour:
    def prepare(self, path: str, body: Body, consumer_id: str) -> dict[str, Any]:  # noqa: ARG002 - the port's
        prepared = dict(body)
        if path == "/chat/completions" and "max_tokens" in prepared:
            prepared["max_completion_tokens"] = prepared.pop("max_tokens")
        return prepared

    def refusal(self, card: ModelCard, status: int, answer: Any) -> OperationError:
        """A key that is wrong or spent is the operator's matter: the caller sees an engine that is away."""
        error = answer.get("error") if isinstance(answer, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        if code == "context_length_exceeded":
            return ContextTooLong(model=card.name, limit=card.context_length, count="more")
        if status in _NOT_OUR_CALLERS_FAULT:
            return EngineDown(model=card.name)
        if status >= _SERVER_ERROR:
            return EngineFailed(model=card.name)
        return EngineRefused(model=card.name, reason=reason_of(answer))

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:  # noqa: ARG002 - the port's
        raise ModelCannot(
            model=card.name, ability="tokenize", offered="those of embedded engines and of vLLM"
        )

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:  # noqa: ARG002 - the port's
        raise ModelCannot(
            model=card.name, ability="detokenize", offered="those of embedded engines and of vLLM"
        )
