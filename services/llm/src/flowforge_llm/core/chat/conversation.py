"""A chat request on its way to a model: what the model cannot do itself is asked of it in other words."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import orjson

from flowforge_llm.core.apis.openai.chat import ChatRequest
from flowforge_llm.core.apis.openai.messages import FunctionDeclaration, NamedTool, ObjectFormat, SchemaFormat
from flowforge_llm.core.chat.pictures import fetch_pictures
from flowforge_llm.core.chat.structured.formats import ANY_OBJECT, ask_in_words, check_holdable, holdable_part
from flowforge_llm.core.chat.structured.schema_retry import as_chunks, ask_until_it_fits
from flowforge_llm.core.chat.structured.schemas import Schema, check_schema
from flowforge_llm.core.chat.tools.answering import read_calls, stream_calls
from flowforge_llm.core.chat.tools.call_schema import call_schema
from flowforge_llm.core.chat.tools.prompting import tell_calls, tell_tools
from flowforge_llm.core.errors import UnsuitableTogether
from flowforge_llm.core.models.catalog import Capability, ModelCard
from flowforge_llm.core.models.length_check import check_extent
from flowforge_llm.core.models.model_service import ModelRequest, ModelService
from flowforge_llm.core.models.port import Chunk
from flowforge_llm.core.models.usage_accounting import Caller
from servicekit import Context

_PATH = "/chat/completions"
_TOOL_FIELDS = ("tools", "tool_choice", "parallel_tool_calls")
_WORDS: Schema = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Conversation:
    """`held`: the schema that the engine does not hold. `calls`: whether answers stand for calls of tools."""

    model_request: ModelRequest
    held: Schema | None
    calls: bool
    words_are_text: bool

    async def ask(self, models: ModelService, caller: Caller) -> dict[str, Any]:
        """Return the chat completion. Raises SchemaMissed and what the model service raises."""
        if self.held is None:
            document = await models.ask(self.model_request, caller)
        else:
            document = await ask_until_it_fits(models, self.model_request, caller, self.held)
        return read_calls(document, words_are_text=self.words_are_text) if self.calls else document

    async def listen(self, models: ModelService, caller: Caller) -> AsyncGenerator[Chunk]:
        """Yield the chunks of the stream; what must be checked first comes when it is complete."""
        if self.held is None:
            source = models.listen(self.model_request, caller)
        else:
            source = as_chunks(await ask_until_it_fits(models, self.model_request, caller, self.held))
        chunks = stream_calls(source, words_are_text=self.words_are_text) if self.calls else source
        async with aclosing(source), aclosing(chunks):
            async for chunk in chunks:
                yield chunk


async def prepare(models: ModelService, request: ChatRequest, context: Context) -> Conversation:
    """Choose the model of *request*, download its pictures, and word it so that this model can answer.

    Raises what is refused.
    """
    tier = context.consumer.tier
    needs: list[Capability] = ["chat"]
    needs += ["logprobs"] if request.logprobs else []
    needs += ["vision"] if request.shows_pictures else []
    card = models.choose(request.model, tier, *needs)
    check_extent(request.texts(), card)
    check_schemas(request, card)
    body = request.body()
    if request.shows_pictures:
        await fetch_pictures(context, body["messages"])
    functions = _functions(request)
    calls = bool(functions) and "tools" not in card.can
    if functions and not calls:
        needs.append("tools")
    schema = _schema(request)
    words_are_text = schema is None
    if "tools" not in card.can:
        schema = _emulate(body, request, functions, schema)
    held = None
    if schema is not None:
        held = _hold(body, schema, card, needs, is_plain=isinstance(request.response_format, ObjectFormat))
    return Conversation(ModelRequest(card, _PATH, body, frozenset(needs)), held, calls, words_are_text)


def check_schemas(request: ChatRequest, card: ModelCard) -> None:
    """Raise SchemaInvalid or SchemaUnsupported for the answer's schema and those of the tools."""
    if isinstance(request.response_format, SchemaFormat):
        asked = request.response_format.json_schema
        check_schema(asked.schema_, "response_format.json_schema.schema")
        if asked.strict and "json_schema" in card.can:
            check_holdable(asked.schema_, card, "response_format.json_schema.schema")
    for number, tool in enumerate(request.tools or ()):
        check_schema(tool.function.parameters or {}, f"tools.{number}.function.parameters")
        if tool.function.strict and "tools" not in card.can and "json_schema" in card.can:
            place = f"tools.{number}.function.parameters"
            check_holdable(tool.function.parameters or {}, card, place)


def _schema(request: ChatRequest) -> Schema | None:
    if isinstance(request.response_format, SchemaFormat):
        return request.response_format.json_schema.schema_
    return ANY_OBJECT if isinstance(request.response_format, ObjectFormat) else None


def _functions(request: ChatRequest) -> Sequence[FunctionDeclaration]:
    """Return the functions that the model may call now."""
    if request.tool_choice == "none":
        return []
    functions = [tool.function for tool in request.tools or ()]
    if isinstance(request.tool_choice, NamedTool):
        name = request.tool_choice.function.name
        return [function for function in functions if function.name == name]
    return functions


def _emulate(
    body: dict[str, Any],
    request: ChatRequest,
    functions: Sequence[FunctionDeclaration],
    schema: Schema | None,
) -> Schema | None:
    """Put tools into words in *body*, and return the schema of what may be answered then."""
    for field in _TOOL_FIELDS:
        body.pop(field, None)
    if not functions:
        body["messages"] = tell_calls(body["messages"])
        return schema
    if request.logprobs:
        raise UnsuitableTogether(first="logprobs", second="tools", model=request.model or "the default")
    may_answer = request.tool_choice in (None, "auto")
    body["messages"] = tell_tools(body["messages"], functions, may_answer=may_answer)
    if "stop" in body:
        body["stop"] = _within_json(body["stop"])
    return call_schema(functions, (schema or _WORDS) if may_answer else None)


def _within_json(stop: str | list[str]) -> list[str]:
    texts = [stop] if isinstance(stop, str) else stop
    return [orjson.dumps(text).decode()[1:-1] for text in texts]


def _hold(
    body: dict[str, Any], schema: Schema, card: ModelCard, needs: list[Capability], *, is_plain: bool
) -> Schema | None:
    """Have the engine hold answers to *schema*, and return None; or ask in words, and return *schema*."""
    if "json_schema" not in card.can:
        body.pop("response_format", None)
        body["messages"] = ask_in_words(body["messages"], schema)
        return schema
    needs.append("json_schema")
    if not is_plain or card.engine == "llama" or schema is not ANY_OBJECT:
        named = body.get("response_format", {}).get("json_schema", {})
        told = {"name": "answer", "strict": True, **named, "schema": holdable_part(schema, card)}
        body["response_format"] = {"type": "json_schema", "json_schema": told}
    return None
