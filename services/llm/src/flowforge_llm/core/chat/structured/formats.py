"""Answers that fit a schema: what an engine can hold, and what is asked in words where it holds nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from flowforge_llm.core.chat.structured.instructions import instruct
from flowforge_llm.core.chat.structured.schemas import DoesNotFit, Schema, validate
from flowforge_llm.core.errors import SchemaUnsupported
from flowforge_llm.core.models.catalog import EngineKind, ModelCard

ANY_OBJECT: Schema = {"type": "object"}
_IGNORED = frozenset(
    {
        *("not", "if", "then", "else", "contains", "minContains", "maxContains", "uniqueItems", "multipleOf"),
        *("patternProperties", "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties"),
        *("dependentRequired", "dependentSchemas", "dependencies", "unevaluatedItems"),
    }
)
_UNHELD: Mapping[EngineKind, frozenset[str]] = {"llama": _IGNORED, "vllm": _IGNORED - {"multipleOf"}}
_LLAMA_FORMATS = frozenset({"date", "time", "date-time", "uuid"})
_NAMED = ("properties", "$defs", "definitions", "patternProperties")
_NESTED = ("items", "additionalProperties", "anyOf", "oneOf", "allOf", "prefixItems", *_NAMED)
_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)


def check_holdable(schema: Schema, card: ModelCard, field: str) -> None:
    """Raise SchemaUnsupported for what the engine would silently not hold: a strict schema must not hope."""
    for part in _parts(schema):
        keyword = _unheld(part, card.engine)
        if keyword is not None:
            reason = f"its grammar does not know {keyword}; leave it out, or leave 'strict' out"
            raise SchemaUnsupported(model=card.name, field=field, reason=reason)


def holdable_part(schema: Any, card: ModelCard, *, is_named: bool = False) -> Any:
    """Return *schema* without the keywords that the engine cannot hold: vLLM refuses it whole for one."""
    if isinstance(schema, list):
        return [holdable_part(one, card) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    unheld = frozenset() if is_named else _UNHELD.get(card.engine, frozenset())
    return {
        name: holdable_part(value, card, is_named=name in _NAMED and not is_named)
        if is_named or name in _NESTED
        else value
        for name, value in schema.items()
        if name not in unheld
    }


def _unheld(part: Schema, engine: EngineKind) -> str | None:
    for keyword in part.keys() & _UNHELD.get(engine, frozenset()):
        return f"'{keyword}'"
    if engine != "llama":
        return None
    pattern = part.get("pattern")
    if pattern is not None and not (pattern.startswith("^") and pattern.endswith("$")):
        return f"the pattern {pattern!r}, which is not anchored by ^ and $"
    if part.get("type") == "number" and part.keys() & {"minimum", "maximum"}:
        return "limits of numbers that are not whole"
    known = part.get("format") is None or part["format"] in _LLAMA_FORMATS
    return None if known else f"the format '{part['format']}'"


def _parts(schema: Any) -> Iterator[Schema]:
    """Yield every schema inside *schema*, itself first; names of properties are none."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    for keyword in _NESTED:
        inside = schema.get(keyword)
        if isinstance(inside, list):
            children = inside
        elif keyword in _NAMED and isinstance(inside, Mapping):
            children = list(inside.values())
        else:
            children = [inside]
        for child in children:
            yield from _parts(child)


def ask_in_words(messages: Sequence[Mapping[str, Any]], schema: Schema) -> list[dict[str, Any]]:
    """Return *messages* with the schema as a demand, for an engine that holds no answer to it."""
    demand = f"Answer with JSON alone that fits this JSON Schema: {orjson.dumps(schema).decode()}"
    return instruct(messages, demand)


def ask_again(text: str, fault: DoesNotFit) -> list[dict[str, Any]]:
    """Return the messages that tell a model what was wrong with its answer."""
    told = f"That does not fit the schema: {fault}. Answer with the corrected JSON alone."
    return [{"role": "assistant", "content": text}, {"role": "user", "content": told}]


def read_json(text: str, schema: Schema) -> str:
    """Return the JSON in *text*, which may stand in a fence or between words. Raises DoesNotFit."""
    fenced = _FENCED.search(text)
    candidate = (
        fenced[1] if fenced else text[_start(text) : max(text.rfind("}"), text.rfind("]")) + 1] or text
    )
    try:
        value = orjson.loads(candidate)
    except orjson.JSONDecodeError as error:
        raise DoesNotFit("", f"it is no JSON: {error}") from error
    validate(value, schema)
    return candidate.strip()


def _start(text: str) -> int:
    places = [place for place in (text.find("{"), text.find("[")) if place >= 0]
    return min(places, default=0)
