"""vLLM's server: how it differs from OpenAI's API."""

import re
from collections.abc import Mapping
from typing import Any

from flowforge_llm.core.catalogue import ModelCard
from flowforge_llm.core.faults import ContextTooLong, EngineFailed, EngineRefused, SchemaUnsupported
from flowforge_llm.core.port import Body
from flowforge_llm.engines.port import Ask
from servicekit import OperationError

_SERVER_ERROR = 500
_TOO_LONG = re.compile(r"maximum context length (?:is|of) (\d+)")
_COUNT = re.compile(r"(?:requested|has|contains at least|contains) (\d+) (?:input )?tokens")
_SCHEMA_WORDS = ("grammar", "json_schema", "JSON schema", "structured output")


class VllmFlavour:
    """The consumer's id salts the prefix cache: nobody can time what others have asked."""

    def prepare(self, path: str, body: Body, consumer_id: str) -> dict[str, Any]:
        prepared = dict(body)
        if path in ("/chat/completions", "/completions", "/responses"):
            prepared["cache_salt"] = consumer_id
        return prepared

    def refusal(self, card: ModelCard, status: int, answer: Any) -> OperationError:
        reason = reason_of(answer)
        if found := _TOO_LONG.search(reason):
            count = _COUNT.search(reason)
            return ContextTooLong(model=card.name, limit=found[1], count=count[1] if count else "more")
        if any(word in reason for word in _SCHEMA_WORDS):
            return SchemaUnsupported(model=card.name, field="response_format", reason=reason)
        if status >= _SERVER_ERROR:
            return EngineFailed(model=card.name)
        return EngineRefused(model=card.name, reason=reason)

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:
        wanted = {"messages": body["messages"]} if "messages" in body else {"prompt": body.get("prompt", "")}
        return list((await ask("/tokenize", {"model": card.engine_model, **wanted}))["tokens"])

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:
        return str((await ask("/detokenize", {"model": card.engine_model, "tokens": tokens}))["prompt"])


def reason_of(answer: Any) -> str:
    """Return the message of an error answer: {"error": {"message"}} or {"message"}."""
    if not isinstance(answer, Mapping):
        return str(answer)
    error = answer.get("error", answer)
    return str(error.get("message", error)) if isinstance(error, Mapping) else str(error)
