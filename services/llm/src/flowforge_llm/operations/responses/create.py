"""Create a response, compatible with OpenAI's Responses API: POST /api/v1/llm/responses.

`instructions`, function tools and `text.format` work as in chat completions. A response is stored for its
consumer unless `store` is false, and `previous_response_id` continues it. A stream has the numbered events of
the Responses API.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import orjson

from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.responses.document import ResponseDocument, draft
from flowforge_llm.core.apis.responses.repository import (
    ResponseRepository,
    ResponsesNotStored,
    UnknownResponse,
)
from flowforge_llm.core.apis.responses.request import ResponseRequest, UnsuitableItems
from flowforge_llm.core.apis.responses.writing import ResponseWriter
from flowforge_llm.core.chat.conversation import prepare
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.chat.structured.schema_retry import as_chunks
from flowforge_llm.core.errors import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller
from flowforge_llm.settings import LlmSettings
from servicekit import Context, Event, EventStream, StoreUnavailable, operation

Messages = list[dict[str, Any]]


@operation(
    "/responses",
    example={"input": "Name the capital city of France.", "max_output_tokens": 16},
    errors=[
        *GENERATION_ERRORS,
        *SCHEMA_ERRORS,
        *PICTURE_ERRORS,
        UnsuitableTogether,
        UnsuitableItems,
        UnknownResponse,
        ResponsesNotStored,
    ],
    deadline=timedelta(minutes=10),
    dialect=OPENAI,
)
async def create_response(
    request: ResponseRequest, context: Context, models: ModelService, settings: LlmSettings
) -> ResponseDocument | EventStream[ResponseDocument]:
    caller, shelf = Caller.of(context), ResponseRepository(context.store, settings.response_days)
    earlier: Messages = []
    if request.previous_response_id is not None:
        earlier = (await asyncio.to_thread(shelf.find, request.previous_response_id)).messages
    conversation = await prepare(models, request.as_chat(earlier), context)
    document = draft(request, conversation.model_request.card.name, store=request.store is not False)
    writer, messages = ResponseWriter(document), [*earlier, *request.messages()]
    if request.stream:
        return EventStream(_events(writer, conversation.listen(models, caller), request, shelf, messages))
    async for _ in writer.write(as_chunks(_as_deltas(await conversation.ask(models, caller)))):
        pass
    await _keep(writer.document, request, shelf, messages)
    return writer.document


async def _events(
    writer: ResponseWriter,
    chunks: AsyncGenerator[Chunk],
    request: ResponseRequest,
    shelf: ResponseRepository,
    messages: Messages,
) -> AsyncIterator[Event[ResponseDocument]]:
    async with aclosing(chunks):
        async for told in writer.write(chunks):
            if writer.document.status != "in_progress" and "response" in told:
                await _keep(writer.document, request, shelf, messages)
                told["response"]["store"] = writer.document.store
            yield Event(orjson.dumps(told), told["type"])


async def _keep(
    document: ResponseDocument, request: ResponseRequest, shelf: ResponseRepository, messages: Messages
) -> None:
    """Keep the response where that is wanted; without a store only if nobody insists."""
    if not document.store:
        return
    try:
        await asyncio.to_thread(shelf.keep, document, messages)
    except StoreUnavailable:
        if request.store:
            raise
        document.store = False


def _as_deltas(document: dict[str, Any]) -> dict[str, Any]:
    """Return a chat completion whose calls are numbered, as those of streams are."""
    for choice in document["choices"]:
        for index, call in enumerate(choice["message"].get("tool_calls") or ()):
            call["index"] = index
    return document
