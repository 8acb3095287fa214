"""ListNode prompts of one request: asked side by side, answered in their order."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any
from uuid import uuid4

from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller

_COUNTS = ("prompt_tokens", "completion_tokens", "total_tokens")


async def ask_each(
    models: ModelService, model_requests: Sequence[ModelRequest], caller: Caller
) -> dict[str, Any]:
    """Return one text completion with the choices of all. No more run at once than the model may."""
    places = asyncio.Semaphore(model_requests[0].card.concurrency)

    async def ask(model_request: ModelRequest) -> dict[str, Any]:
        async with places:
            return await models.ask(model_request, caller)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(model_request)) for model_request in model_requests]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    documents = [task.result() for task in tasks]
    choices = [choice for document in documents for choice in _in_order(document)]
    usages = [document.get("usage") or {} for document in documents]
    return {
        **_shape(documents[0]["model"]),
        "choices": [{"logprobs": None, **choice, "index": index} for index, choice in enumerate(choices)],
        "usage": _sum(usages),
    }


async def listen_each(
    models: ModelService, model_requests: Sequence[ModelRequest], caller: Caller, *, choices: int
) -> AsyncGenerator[Chunk]:
    """Yield the chunks of one prompt after the other, and the usage of all in the last."""
    shape = _shape(model_requests[0].card.name)
    usages = []
    for number, model_request in enumerate(model_requests):
        async with aclosing(models.listen(model_request, caller)) as chunks:
            async for chunk in chunks:
                if chunk.get("usage"):
                    usages.append(chunk["usage"])
                told = [
                    {"logprobs": None, **choice, "index": number * choices + choice["index"]}
                    for choice in chunk.get("choices", ())
                ]
                if told:
                    yield {**shape, "model": chunk["model"], "choices": told}
    yield {**shape, "choices": [], "usage": _sum(usages)}


def _in_order(document: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(document["choices"], key=lambda choice: int(choice["index"]))


def _shape(model: str) -> dict[str, Any]:
    told = {"id": f"cmpl-{uuid4().hex}", "object": "text_completion"}
    return {**told, "created": int(time.time()), "model": model}


def _sum(usages: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(int(usage.get(name) or 0) for usage in usages) for name in _COUNTS}
