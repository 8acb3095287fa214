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

from flowforge_llm.core.anthropic.dialect import ANTHROPIC
from flowforge_llm.core.anthropic.request import MessageRequest, UnsuitableMessages
from flowforge_llm.core.anthropic.stopping import until_stop
from flowforge_llm.core.anthropic.writing import MessageDocument, MessageWriter
from flowforge_llm.core.conversation import Conversation, prepare
from flowforge_llm.core.desk import Desk
from flowforge_llm.core.faults import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.holding import as_chunks
from flowforge_llm.core.ledger import Caller, count_input
from flowforge_llm.core.pictures import PICTURE_ERRORS
from flowforge_llm.core.port import Chunk, Engine
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
    request: MessageRequest, context: Context, desk: Desk
) -> MessageDocument | EventStream[MessageDocument]:
    caller = Caller.of(context)
    conversation = await prepare(desk, request.as_chat(), context)
    writer = MessageWriter(conversation.inquiry.card.name)
    if request.stream:
        return EventStream(_events(writer, _chunks(conversation, request, desk, caller)))
    if request.stop_sequences:
        chunks = _chunks(conversation, request, desk, caller)
    else:
        chunks = as_chunks(await conversation.ask(desk, caller))
    async with aclosing(chunks):
        async for _ in writer.write(chunks):
            pass
    return writer.document


def _chunks(
    conversation: Conversation, request: MessageRequest, desk: Desk, caller: Caller
) -> AsyncGenerator[Chunk]:
    """Return the chunks of the answer. Stop sequences are looked for here, unless tools are emulated."""
    if not request.stop_sequences or conversation.calls or conversation.held is not None:
        return conversation.listen(desk, caller)
    inquiry = conversation.inquiry
    body = {name: value for name, value in inquiry.body.items() if name != "stop"}
    watched = replace(conversation, inquiry=replace(inquiry, body=body))
    chunks = until_stop(watched.listen(desk, caller), request.stop_sequences)
    return _with_usage(chunks, desk.engines[inquiry.card.name], body)


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
