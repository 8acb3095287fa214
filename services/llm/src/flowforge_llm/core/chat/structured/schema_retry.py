"""Have a model answer until its answer fits a schema, where its engine does not see to it."""

import time
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flowforge_llm.core.chat.structured.formats import ask_again, read_json
from flowforge_llm.core.chat.structured.schemas import DoesNotFit, Schema
from flowforge_llm.core.errors import SchemaMissed
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller

TRIES = 3


async def ask_until_it_fits(
    models: ModelService, model_request: ModelRequest, caller: Caller, schema: Schema
) -> dict[str, Any]:
    """Return a chat completion all of whose choices fit *schema*. Every try is paid for.

    Raises SchemaMissed after so many tries for one choice.
    """
    asked = dict(model_request.body)
    count = asked.pop("n", None) or 1
    choices, usage = [], dict.fromkeys(("prompt_tokens", "completion_tokens", "total_tokens"), 0)
    for index in range(count):
        body = {**asked, "seed": (asked["seed"] + index) % 2**63} if "seed" in asked else asked
        choice = await _one(models, replace(model_request, body=body), caller, schema, usage)
        choices.append({**choice, "index": index})
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model_request.card.name,
        "choices": choices,
        "usage": usage,
    }


async def _one(
    models: ModelService, model_request: ModelRequest, caller: Caller, schema: Schema, usage: dict[str, int]
) -> dict[str, Any]:
    body = model_request.body
    fault = DoesNotFit("", "there is no answer")
    for _ in range(TRIES):
        document = await models.ask(replace(model_request, body=body), caller)
        _add(usage, document.get("usage") or {})
        choice: dict[str, Any] = document["choices"][0]
        text = choice["message"].get("content") or ""
        try:
            content = read_json(text, schema)
        except DoesNotFit as error:
            fault = error
            body = {
                **model_request.body,
                "messages": [*model_request.body["messages"], *ask_again(text, error)],
            }
            continue
        return {**choice, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    raise SchemaMissed(model=model_request.card.name, tries=TRIES, reason=fault)


def _add(usage: dict[str, int], more: Mapping[str, Any]) -> None:
    for name in usage:
        usage[name] += int(more.get(name) or 0)


async def as_chunks(document: Mapping[str, Any]) -> AsyncGenerator[Chunk]:
    """Yield a chat completion as the chunks of a stream: one for each choice, its end, the usage."""
    shape = {name: document[name] for name in ("id", "created", "model")}
    shape["object"] = "chat.completion.chunk"
    for choice in document["choices"]:
        told = {"index": choice["index"], "logprobs": choice.get("logprobs")}
        yield {**shape, "choices": [{**told, "delta": choice["message"], "finish_reason": None}]}
        yield {**shape, "choices": [{**told, "delta": {}, "finish_reason": choice["finish_reason"]}]}
    yield {**shape, "choices": [], "usage": document["usage"]}
