"""vLLM's server: how it differs from OpenAI's API. Tried with vLLM 0.32."""

import re

from flowforge_llm.core.errors import (
    ContextTooLong,
    EngineFailed,
    EngineRefused,
    EngineUnavailable,
    ModelBusy,
    OutputTokensExceeded,
    SchemaUnsupported,
)
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.port import Body
from flowforge_llm.engines.error_messages import reason_of, refuse_unknown
from flowforge_llm.engines.port import Ask, Document, EngineErrorResponse, PreparedRequest
from servicekit import OperationError

_UNAUTHORIZED, _NOT_FOUND, _SERVER_ERROR, _UNAVAILABLE = 401, 404, 500, 503
_GENERATING = ("/chat/completions", "/completions", "/responses")
_MOST_STOPS = 4
_LEAST_TOP_P = 1e-6
_TOO_LONG = re.compile(r"maximum context length (?:is|of) (\d+)")
_TOO_MUCH = re.compile(r"max_tokens=(\d+) cannot be greater than max_model_len=(\d+)")
_SCHEMA_WORDS = ("grammar", "json_schema", "JSON schema", "structured output", "structural tag")
_DRAINING = "cannot schedule new futures"
_BUSY = "currently busy"
_OWN_FIELDS = (
    *("prompt_logprobs", "prompt_token_ids", "prompt_text", "token_ids", "routed_experts", "metrics"),
    *("kv_transfer_params", "stop_reason", "prompt_routed_experts"),
)


class VllmFlavour:
    """The consumer's id salts the prefix cache: nobody can time what others have asked.

    A router in front keeps a consumer on the copy that has its prefixes by the header X-User-ID.
    """

    def prepare(self, path: str, body: Body, consumer_id: str) -> PreparedRequest:
        prepared = dict(body)
        if isinstance(prepared.get("stop"), list) and len(prepared["stop"]) > _MOST_STOPS:
            reason = f"'stop' has {len(prepared['stop'])} texts, and this engine takes {_MOST_STOPS}"
            raise EngineRefused(model=body["model"], reason=reason)
        refuse_unknown(body, "verbosity")
        if prepared.get("top_p") == 0:
            prepared["top_p"] = _LEAST_TOP_P  # the likeliest token alone, as 0 means with OpenAI
        if path in _GENERATING:
            prepared["cache_salt"] = consumer_id
        return PreparedRequest(prepared, {"x-user-id": consumer_id}, _amend)

    async def refusal(self, ask: Ask, card: ModelCard, refused: EngineErrorResponse) -> OperationError:
        reason = reason_of(refused.answer)
        if found := _TOO_LONG.search(reason):
            return ContextTooLong(
                model=card.name, limit=found[1], count=await self._count(ask, card, refused.body)
            )
        if found := _TOO_MUCH.search(reason):
            return OutputTokensExceeded(field="max_tokens", count=found[1], limit=found[2])
        if refused.status >= _SERVER_ERROR or refused.status in (_UNAUTHORIZED, _NOT_FOUND):
            return _fault(card, refused.status, reason)
        if any(word in reason for word in _SCHEMA_WORDS):
            return SchemaUnsupported(model=card.name, field="response_format", reason=reason)
        return EngineRefused(model=card.name, reason=reason)

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:
        wanted = {"messages": body["messages"]} if "messages" in body else {"prompt": body.get("prompt", "")}
        return list((await ask("/tokenize", {"model": card.engine_model, **wanted}))["tokens"])

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:
        return str((await ask("/detokenize", {"model": card.engine_model, "tokens": tokens}))["prompt"])

    async def _count(self, ask: Ask, card: ModelCard, body: Body) -> int | str:
        """Return the tokens of a request that is too long: its refusal stops counting at the limit."""
        if not ("messages" in body or isinstance(body.get("prompt"), str)):
            return "more"
        try:
            return len(await self.tokens(ask, card, body))
        except OperationError:
            return "more"


def _amend(document: Document) -> Document:
    """Remove what vLLM adds to OpenAI's fields."""
    for part in (document, *document.get("choices", ())):
        for name in _OWN_FIELDS:
            part.pop(name, None)
    return document


def _fault(card: ModelCard, status: int, reason: str) -> OperationError:
    """Return the error of a server at fault. One that drains or refuses our key counts as away."""
    if _BUSY in reason:
        text = f"The engine of the model '{card.name}' has all the requests that it takes: try again shortly."
        return ModelBusy(text, headers={"retry-after": "1"})
    if _DRAINING in reason or status in (_UNAUTHORIZED, _NOT_FOUND, _UNAVAILABLE):
        return EngineUnavailable(model=card.name, headers={"retry-after": "2"})
    return EngineFailed(model=card.name)
