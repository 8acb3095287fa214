"""Create a text completion, compatible with OpenAI: POST /api/v1/llm/completions.

The model continues the prompt without a chat template. With several prompts, the choices of the first come
first. `echo` returns the prompt before the completion.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import orjson

from flowforge_llm.core.apis.openai.completions import Completion, CompletionRequest
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.sampling import is_repeatable, with_new_identity
from flowforge_llm.core.chat.multiple_prompts import ask_each, listen_each
from flowforge_llm.core.errors import GENERATION_ERRORS, ModelCannot, UnsuitableTogether, blaming
from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.length_check import check_extent
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Cache, Context, Event, EventStream, operation


@operation(
    "/completions",
    example={"prompt": "The capital of France is", "max_tokens": 4},
    errors=[*GENERATION_ERRORS, UnsuitableTogether],
    deadline=timedelta(minutes=10),
    cache=Cache(hours=24, when=is_repeatable, renew=with_new_identity),
    dialect=OPENAI,
)
async def complete_text(
    request: CompletionRequest, context: Context, models: ModelService
) -> Completion | EventStream[Completion]:
    caller = Caller.of(context)
    needs: list[Capability] = ["completions"] if request.logprobs is None else ["completions", "logprobs"]
    card = models.choose(request.model, caller.consumer.tier, *needs)
    with blaming("prompt"):
        _check(request, card)
    body, required = request.body(), frozenset(needs)
    model_requests = [
        ModelRequest(card, "/completions", {**body, "prompt": prompt}, required) for prompt in request.prompts
    ]
    echoes = await _echoes(request, models, card)
    if request.stream:
        chunks = listen_each(models, model_requests, caller, choices=request.n or 1)
        return EventStream(_events(chunks, request, echoes))
    with blaming("prompt"):
        document = await ask_each(models, model_requests, caller)
    for choice in document["choices"]:
        choice["text"] = echoes.get(choice["index"], "") + choice["text"]
    return Completion.model_validate(document)


def _check(request: CompletionRequest, card: ModelCard) -> None:
    for text in request.texts():
        check_extent([text], card)
    if request.suffix is not None:
        raise ModelCannot(model=card.name, ability="suffix", offered="none")
    if request.echo and request.logprobs is not None:
        raise UnsuitableTogether(first="echo", second="logprobs", model=card.name)


async def _echoes(request: CompletionRequest, models: ModelService, card: ModelCard) -> dict[int, str]:
    """Return the text that each choice begins with, by its index."""
    if not request.echo:
        return {}
    engine, count = models.engines[card.name], request.n or 1
    texts = [one if isinstance(one, str) else await engine.text(one) for one in request.prompts]
    return {number * count + choice: text for number, text in enumerate(texts) for choice in range(count)}


async def _events(
    chunks: AsyncGenerator[Chunk], request: CompletionRequest, echoes: dict[int, str]
) -> AsyncIterator[Event[Completion]]:
    shows_usage = request.stream_options is not None and bool(request.stream_options.include_usage)
    async with aclosing(chunks):
        async for chunk in chunks:
            for choice in chunk["choices"]:
                choice["text"] = echoes.pop(choice["index"], "") + choice["text"]
            if shows_usage:
                chunk.setdefault("usage", None)
            if chunk["choices"] or shows_usage:
                yield Event(orjson.dumps(chunk), None)
    yield Event(b"[DONE]", None)
