"""Create a chat completion, compatible with OpenAI: POST /api/v1/llm/chat/completions.

OpenAI's clients work with `base_url=http://host/api/v1/llm` and the gateway's key. With `stream` the answer
is sent as server-sent events that end with `[DONE]`; closing the connection stops the engine.
`response_format` with a JSON Schema constrains the answer. Tools are emulated for models without tool
support. Unsupported fields are rejected, never ignored. Errors have OpenAI's shape and codes. With `cache`,
a repeatable request may be answered from the cache (`X-Cache: hit`), or, if the operator allows it, with the
answer to a similar question of the same consumer: `similar` then has that question and its similarity.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import timedelta

import orjson

from flowforge_llm.core.apis.openai.chat import ChatChunk, ChatCompletion, ChatRequest
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.sampling import is_repeatable, with_new_identity
from flowforge_llm.core.chat.conversation import prepare
from flowforge_llm.core.chat.pictures import PICTURE_ERRORS
from flowforge_llm.core.chat.semantic_cache import ask_unless_similar
from flowforge_llm.core.errors import GENERATION_ERRORS, SCHEMA_ERRORS, UnsuitableTogether
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Cache, Context, Event, EventStream, operation


@operation(
    "/chat/completions",
    example={"messages": [{"role": "user", "content": "Name the capital city of France."}], "max_tokens": 16},
    errors=[*GENERATION_ERRORS, *SCHEMA_ERRORS, UnsuitableTogether, *PICTURE_ERRORS],
    deadline=timedelta(minutes=10),
    cache=Cache(hours=24, when=is_repeatable, renew=with_new_identity),
    dialect=OPENAI,
)
async def complete_chat(
    request: ChatRequest, context: Context, models: ModelService
) -> ChatCompletion | EventStream[ChatChunk]:
    caller = Caller.of(context)
    conversation = await prepare(models, request, context)
    if request.stream:
        chunks = conversation.listen(models, caller)
        return EventStream(_events(chunks, shows_usage=_shows_usage(request)))
    model = conversation.model_request.card.name
    document = await ask_unless_similar(
        models, request, caller, model, lambda: conversation.ask(models, caller)
    )
    for choice in document["choices"]:
        choice["message"].setdefault("refusal", None)
    return ChatCompletion.model_validate(document)


def _shows_usage(request: ChatRequest) -> bool:
    return request.stream_options is not None and bool(request.stream_options.include_usage)


async def _events(chunks: AsyncGenerator[Chunk], *, shows_usage: bool) -> AsyncIterator[Event[ChatChunk]]:
    async with aclosing(chunks):
        async for chunk in chunks:
            if not chunk.get("choices") and not shows_usage:
                continue
            for choice in chunk["choices"]:
                if "role" in choice["delta"]:
                    choice["delta"].setdefault("refusal", None)
            if shows_usage:
                chunk.setdefault("usage", None)
            yield Event(orjson.dumps(chunk), None)
    yield Event(b"[DONE]", None)
