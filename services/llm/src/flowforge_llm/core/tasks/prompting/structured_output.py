"""An answer held to a schema: by the engine where it can, and by a check wherever."""

import json
from typing import Any

import jsonschema_rs
import orjson
from pydantic_core import from_json

_SHOWN_FAULTS = 3


class SchemaMismatch(ValueError):
    """The answer does not fit; its words say why."""


class StructuredOutput:
    def __init__(self, schema: dict[str, Any], *, is_by_engine: bool) -> None:
        self._schema = schema
        self._is_by_engine = is_by_engine
        self._validator = jsonschema_rs.validator_for(schema)

    @property
    def format(self) -> dict[str, Any]:
        """Return what of the request makes the engine hold the answer; nothing if it cannot."""
        if not self._is_by_engine:
            return {}
        named = {"name": "answer", "schema": self._schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": named}}

    def instruct(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the messages with the schema told in words, where the engine does not hold to it."""
        if self._is_by_engine:
            return messages
        words = f"\nAnswer with JSON alone, of this JSON Schema: {json.dumps(self._schema)}"
        first, *others = messages
        return [{**first, "content": first["content"] + words}, *others]

    def read(self, content: str, *, was_cut: bool) -> tuple[Any, bool]:
        """Return the document, and whether it is whole. Raises SchemaMismatch."""
        text = content if self._is_by_engine else _json_within(content)
        try:
            document = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            if not was_cut:
                raise SchemaMismatch(f"it is no JSON ({error})") from error
            return self._salvaged(text), False
        self._require_fit(document)
        return document, True

    def _require_fit(self, document: Any) -> None:
        faults = [
            f"{'/'.join(map(str, error.instance_path)) or 'the answer'}: {error.message}"
            for error in self._validator.iter_errors(document)
        ]
        if faults:
            raise SchemaMismatch("; ".join(faults[:_SHOWN_FAULTS]))

    def _salvaged(self, text: str) -> Any:
        """Return what was finished of an answer that was cut off: lists lose the item they were in."""
        try:
            document = from_json(text, allow_partial="trailing-strings")
        except ValueError as error:
            raise SchemaMismatch("it was cut off") from error
        for candidate in (document, _without_last_items(document)):
            if self._validator.is_valid(candidate):
                return candidate
        raise SchemaMismatch("it was cut off: be brief")


def _without_last_items(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    return {
        name: value[:-1] if isinstance(value, list) and name == list(document)[-1] else value
        for name, value in document.items()
    }


def _json_within(content: str) -> str:
    """Return what stands from the first brace or bracket to the last: models like to talk around JSON."""
    starts = [place for place in (content.find("{"), content.find("[")) if place >= 0]
    end = max(content.rfind("}"), content.rfind("]"))
    return content[min(starts) : end + 1] if starts and end > min(starts) else content
