"""Create a message, compatible with Anthropic's Messages API: POST /api/v1/llm/v1/messages.

Anthropic's clients work with `base_url=http://host/api/v1/llm` and the gateway's key. Texts, images (for
models with vision), tools and streams work as in chat completions; tools are emulated for models without
tool support. `stop_reason` is `stop_sequence` where one of `stop_sequences` ended the answer, or `end_turn`
while tools are emulated. Extended thinking is not supported. Errors have Anthropic's shape and types.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson

from flowforge_llm.core.apis.anthropic.dialect import ANTHROPIC
from flowforge_llm.core.apis.anthropic.request import MessageRequest, UnsuitableMessages
from flowforge_llm.core.apis.anthropic.stopping import until_stop
from flowforge_llm.core.apis.anthropic.writing import MessageDocument, MessageWriter
from flowforge_llm.core.chat.conversation import Conversation, prepare
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.chat.structured.schema_retry import as_chunks
from flowforge_llm.core.errors import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.port import Chunk, Engine
from flowforge_llm.core.models.usage_accounting import Caller, count_input
from servicekit import Context, Event, EventStream, operation


@operation(
    "/v1/messages",
    example={
        "max_tokens": 16,
        "messages": [{"role": "user", "content": "Name the capital city of France."}],
    },
    errors=[*GENERATION_ERRORS, *SCHEMA_ERRORS, UnsuitableTogether, UnsuitableMessages, *PICTURE_ERRORS],
    deadline=timedelta(minutes=10),
    dialect=ANTHROPIC,
)
async def create_message(
    request: MessageRequest, context: Context, models: ModelService
) -> MessageDocument | EventStream[MessageDocument]:
    caller = Caller.of(context)
    conversation = await prepare(models, request.as_chat(), context)
    writer = MessageWriter(conversation.model_request.card.name)
    if request.stream:
        return EventStream(_events(writer, _chunks(conversation, request, models, caller)))
    if request.stop_sequences:
        chunks = _chunks(conversation, request, models, caller)
    else:
        chunks = as_chunks(await conversation.ask(models, caller))
    async with aclosing(chunks):
        async for _ in writer.write(chunks):
            pass
    return writer.document


def _chunks(
    conversation: Conversation, request: MessageRequest, models: ModelService, caller: Caller
) -> AsyncGenerator[Chunk]:
    """Return the chunks of the answer. Stop sequences are looked for here, unless tools are emulated."""
    if not request.stop_sequences or conversation.calls or conversation.held is not None:
        return conversation.listen(models, caller)
    model_request = conversation.model_request
    body = {name: value for name, value in model_request.body.items() if name != "stop"}
    watched = replace(conversation, model_request=replace(model_request, body=body))
    chunks = until_stop(watched.listen(models, caller), request.stop_sequences)
    return _with_usage(chunks, models.engines[model_request.card.name], body)


async def _with_usage(
    chunks: AsyncGenerator[Chunk], engine: Engine, body: dict[str, Any]
) -> AsyncGenerator[Chunk]:
    """Yield *chunks*, and the usage as counted here where the stream ended before the engine told it."""
    count, has_usage = 0, False
    async with aclosing(chunks):
        async for chunk in chunks:
            count += any((choice.get("delta") or {}).get("content") for choice in chunk.get("choices", ()))
            has_usage = has_usage or bool(chunk.get("usage"))
            yield chunk
    if not has_usage:
        usage = {"prompt_tokens": await count_input(engine, body), "completion_tokens": count}
        yield {"choices": [], "usage": usage}


async def _events(
    writer: MessageWriter, chunks: AsyncGenerator[Chunk]
) -> AsyncIterator[Event[MessageDocument]]:
    async with aclosing(chunks):
        async for told in writer.write(chunks):
            yield Event(orjson.dumps(told), told["type"])
