"""Responses that are kept, per consumer, with the conversation that led to them, for a limited time."""

import time
from dataclasses import dataclass
from typing import Any

import orjson

from flowforge_llm.core.apis.responses.document import OutputMessage, ResponseDocument
from servicekit import BadRequest, NotFound, Store, StoreUnavailable

_PREFIX = "responses/"
_SWEPT_AT_ONCE = 5
_TIME_AT, _TIME_LENGTH = len("resp_"), 12


class UnknownResponse(NotFound):
    code = "RESPONSE_NOT_FOUND"
    message = (
        "The response '{id}' does not exist: it was not stored, was deleted, or is older than {days:g} days."
    )


class ResponsesNotStored(BadRequest):
    code = "RESPONSES_NOT_KEPT"
    message = (
        "Responses are not stored because no store is configured, so 'previous_response_id' cannot be used."
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A response, the conversation up to it, and how many of its messages were the input."""

    document: dict[str, Any]
    messages: list[dict[str, Any]]
    given: int | None = None  # unknown of responses that an earlier version kept


class ResponseRepository:
    """The kept responses of one consumer. Old ones are dropped as new ones come."""

    def __init__(self, store: Store, days: float) -> None:
        self._store = store
        self._days = days

    def keep(self, document: ResponseDocument, messages: list[dict[str, Any]]) -> None:
        """Raises StoreUnavailable."""
        said = [*messages, *map(_message, document.output)]
        content = {"document": document.model_dump(mode="json"), "messages": said, "given": len(messages)}
        self._sweep()
        self._store.put(_PREFIX + document.id, orjson.dumps(content))

    def find(self, response_id: str) -> Kept:
        """Raises UnknownResponse or ResponsesNotStored."""
        try:
            found = self._store.get(_PREFIX + response_id)
        except StoreUnavailable as error:
            raise ResponsesNotStored from error
        if found is None or self._is_old(response_id):
            raise UnknownResponse(id=response_id, days=self._days)
        return Kept(**orjson.loads(found.value))

    def drop(self, response_id: str) -> None:
        """Raises UnknownResponse or ResponsesNotStored."""
        self.find(response_id)
        self._store.delete(_PREFIX + response_id)

    def _sweep(self) -> None:
        """Drop the oldest ones if their time is over: their names sort by time."""
        for key in self._store.keys(_PREFIX, limit=_SWEPT_AT_ONCE):
            if not self._is_old(key.removeprefix(_PREFIX)):
                return
            self._store.delete(key)

    def _is_old(self, response_id: str) -> bool:
        made = int(response_id[_TIME_AT : _TIME_AT + _TIME_LENGTH], 16) / 1000
        return time.time() - made > self._days * 86_400


def _message(item: Any) -> dict[str, Any]:
    if isinstance(item, OutputMessage):
        return {"role": "assistant", "content": item.content[0].text}
    function = {"name": item.name, "arguments": item.arguments}
    call = {"id": item.call_id, "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}
