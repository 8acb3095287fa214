"""Create a text completion, compatible with OpenAI: POST /api/v1/llm/completions.

The model continues the prompt without a chat template. With several prompts, the choices of the first come
first. `echo` returns the prompt before the completion.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import orjson

from flowforge_llm.core.catalog import Capability, ModelCard
from flowforge_llm.core.desk import Desk, Inquiry
from flowforge_llm.core.extent import check_extent
from flowforge_llm.core.faults import GENERATION_ERRORS, ModelCannot, UnsuitableTogether, blaming
from flowforge_llm.core.gathering import ask_each, listen_each
from flowforge_llm.core.ledger import Caller
from flowforge_llm.core.openai.completions import Completion, CompletionRequest
from flowforge_llm.core.openai.dialect import OPENAI
from flowforge_llm.core.openai.sampling import is_repeatable, with_new_identity
from flowforge_llm.core.port import Chunk
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
    request: CompletionRequest, context: Context, desk: Desk
) -> Completion | EventStream[Completion]:
    caller = Caller.of(context)
    needs: list[Capability] = ["completions"] if request.logprobs is None else ["completions", "logprobs"]
    card = desk.choose(request.model, caller.consumer.tier, *needs)
    with blaming("prompt"):
        _check(request, card)
    body, required = request.body(), frozenset(needs)
    inquiries = [
        Inquiry(card, "/completions", {**body, "prompt": prompt}, required) for prompt in request.prompts
    ]
    echoes = await _echoes(request, desk, card)
    if request.stream:
        chunks = listen_each(desk, inquiries, caller, choices=request.n or 1)
        return EventStream(_events(chunks, request, echoes))
    with blaming("prompt"):
        document = await ask_each(desk, inquiries, caller)
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


async def _echoes(request: CompletionRequest, desk: Desk, card: ModelCard) -> dict[int, str]:
    """Return the text that each choice begins with, by its index."""
    if not request.echo:
        return {}
    engine, count = desk.engines[card.name], request.n or 1
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
