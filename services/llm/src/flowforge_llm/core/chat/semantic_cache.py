"""Answer a chat as a similar question was answered, where the operator and the request allow it."""

import hashlib
from collections.abc import Awaitable, Callable

import orjson

from flowforge_llm.core.apis.openai.chat import ChatRequest
from flowforge_llm.core.apis.openai.sampling import is_repeatable
from flowforge_llm.core.embedding.vectors import directions_of
from flowforge_llm.core.models.metrics import SIMILAR
from flowforge_llm.core.models.model_service import ModelService
from flowforge_llm.core.models.similar_answers import Document, Question, Vector
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import OperationError


async def ask_unless_similar(
    models: ModelService,
    request: ChatRequest,
    caller: Caller,
    model: str,
    ask: Callable[[], Awaitable[Document]],
) -> Document:
    """Return the answer to a similar question, where such are wanted and there is one; else that of *ask*."""
    question = read_question(request, caller, model)
    if models.similar is None or question is None or not is_repeatable(request):
        return await ask()
    vector = await _vector(models, caller, question.text)
    if vector is None:
        return await ask()
    found = models.similar.find(question, vector)
    if found is not None:
        SIMILAR.add(model=model)
        return found
    document = await ask()
    models.similar.keep(question, vector, document)
    return document


def read_question(request: ChatRequest, caller: Caller, model: str) -> Question | None:
    """Return the question of *request*; None if its last message is no text of a user."""
    last = request.messages[-1]
    if last.role != "user" or not isinstance(last.content, str):
        return None
    body = request.body()
    body["messages"] = [*body["messages"][:-1], {**body["messages"][-1], "content": ""}]
    rest = orjson.dumps([caller.consumer.id, model, body], option=orjson.OPT_SORT_KEYS)
    return Question(last.content, hashlib.sha256(rest).digest())


async def _vector(models: ModelService, caller: Caller, text: str) -> Vector | None:
    """Return the direction of a text; None if it cannot be told: the cache fails open. It is paid for."""
    try:
        card = models.choose(models.catalog.default_embeddings, caller.consumer.tier, "embeddings")
        (vector,) = (await directions_of(models, caller, card, [text])).rows
    except OperationError:
        return None
    return vector if vector.any() else None
