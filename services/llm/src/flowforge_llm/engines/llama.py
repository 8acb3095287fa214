"""llama.cpp's server, run by us from a wheel: how it differs from OpenAI's API."""

from collections.abc import Mapping
from typing import Any

from flowforge_llm.core.errors import (
    ContextTooLong,
    EngineFailed,
    EngineRefused,
    ModelCannot,
    SchemaUnsupported,
)
from flowforge_llm.core.models.catalog import ModelCard
from flowforge_llm.core.models.port import Body
from flowforge_llm.engines.error_messages import reason_of, refuse_unknown
from flowforge_llm.engines.llama_answers import LlamaAnswers, wish
from flowforge_llm.engines.port import Ask, EngineErrorResponse, PreparedRequest
from servicekit import OperationError

OTHERS = "the other embedded models, and those of vLLM"
_SERVER_ERROR = 500
_RANDOM_SEED = 2**32 - 1  # of 32 bits, and the last of them means none
_GENERATING = ("/chat/completions", "/completions")
_SCHEMA_WORDS = ("JSON schema", "json_schema", "grammar")
_OUTSIDE_VOCABULARY = "range_check"  # of the vocabulary, in the words of the C++ library


class LlamaFlavour:
    """Unknown fields are ignored there, so none is sent that would be silently dropped."""

    def prepare(self, path: str, body: Body, consumer_id: str) -> PreparedRequest:  # noqa: ARG002 - the port's
        refuse_unknown(body, "reasoning_effort", "verbosity")
        prepared = {**body, "cache_prompt": True, **wish(path, body)}
        if "seed" in prepared:
            prepared["seed"] %= _RANDOM_SEED
        if "repetition_penalty" in prepared:
            prepared["repeat_penalty"] = prepared.pop("repetition_penalty")
        amend = LlamaAnswers(path, body).amend
        return PreparedRequest(
            prepared, amend=amend, by_stream=path in _GENERATING and not body.get("stream")
        )

    async def refusal(
        self,
        ask: Ask,  # noqa: ARG002 - the port's
        card: ModelCard,
        refused: EngineErrorResponse,
    ) -> OperationError:
        error = refused.answer.get("error") if isinstance(refused.answer, Mapping) else None
        details: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
        reason = reason_of(refused.answer)
        if details.get("type") == "exceed_context_size_error":
            count = details.get("n_prompt_tokens", "more")
            return ContextTooLong(
                model=card.name, limit=details.get("n_ctx", card.context_length), count=count
            )
        if any(word in reason for word in _SCHEMA_WORDS):
            return SchemaUnsupported(model=card.name, field="response_format", reason=reason)
        if _OUTSIDE_VOCABULARY in reason:
            return EngineRefused(model=card.name, reason="a token's number is not in its vocabulary")
        if refused.status >= _SERVER_ERROR:
            return EngineFailed(model=card.name)
        return EngineRefused(model=card.name, reason=reason)

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:  # noqa: ARG002 - the port's
        """Return the tokens of a prompt, or of messages in the model's chat template."""
        text = body.get("prompt", "")
        if "messages" in body:
            text = (await ask("/apply-template", {"messages": body["messages"]}))["prompt"]
        answer = await ask("/tokenize", {"content": text, "add_special": True})
        return list(answer["tokens"])

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:  # noqa: ARG002 - the port's
        return str((await ask("/detokenize", {"tokens": tokens}))["content"])


class E5Flavour(LlamaFlavour):
    """An embedding model whose engine counts tokens but does not show them."""

    async def tokens(self, ask: Ask, card: ModelCard, body: Body) -> list[int]:  # noqa: ARG002 - the port's
        raise ModelCannot(model=card.name, ability="tokenize", offered=OTHERS)

    async def text(self, ask: Ask, card: ModelCard, tokens: list[int]) -> str:  # noqa: ARG002 - the port's
        raise ModelCannot(model=card.name, ability="detokenize", offered=OTHERS)
