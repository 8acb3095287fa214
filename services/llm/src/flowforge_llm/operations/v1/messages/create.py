"""Answer as Anthropic's Messages API does: POST /api/v1/llm/v1/messages.

Anthropic's clients work with `base_url=http://host/api/v1/llm` and the gateway's key. Texts, pictures (of
models that see them), tools and streams have their meaning in chat completions; where the model has no tools
of its own they are emulated. Engines do not say which of `stop_sequences` ended an answer: `stop_reason` is
`end_turn` then. Thinking is not asked of models here. Errors have Anthropic's shape and types.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import orjson

from flowforge_llm.core.anthropic.dialect import ANTHROPIC
from flowforge_llm.core.anthropic.request import MessageRequest, UnsuitableMessages
from flowforge_llm.core.anthropic.writing import MessageDocument, MessageWriter
from flowforge_llm.core.conversation import prepare
from flowforge_llm.core.desk import Desk
from flowforge_llm.core.faults import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.holding import as_chunks
from flowforge_llm.core.ledger import Caller
from flowforge_llm.core.pictures import PICTURE_ERRORS
from flowforge_llm.core.port import Chunk
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
        return EventStream(_events(writer, conversation.listen(desk, caller)))
    async for _ in writer.write(as_chunks(await conversation.ask(desk, caller))):
        pass
    return writer.document


async def _events(
    writer: MessageWriter, chunks: AsyncGenerator[Chunk]
) -> AsyncIterator[Event[MessageDocument]]:
    async with aclosing(chunks):
        async for told in writer.write(chunks):
            yield Event(orjson.dumps(told), told["type"])
