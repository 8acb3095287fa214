"""Server-sent events, as they come."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import httpx

from flowforge._errors import FlowForgeError

T = TypeVar("T")
_END = "[DONE]"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, its data and its id."""

    name: str
    data: str
    id: str | None


class StreamFailed(FlowForgeError):
    """The server sent a failure in the middle of a stream."""

    def __init__(self, data: str) -> None:
        error = json.loads(data).get("error", {})
        self.code, self.message = error.get("code", "UNKNOWN"), error.get("message", data)
        super().__init__(f"{self.message} ({self.code})")


class Parser:
    """Collects pieces of a response into events. Lines end with LF or CRLF, and with nothing else."""

    def __init__(self) -> None:
        self._name = "message"
        self._id: str | None = None
        self._data: list[str] = []
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Accept a piece of any length; yield the events that it completes."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            event = self._line(line.removesuffix(b"\r").decode("utf-8", "replace"))
            if event is not None:
                yield event

    def _line(self, line: str) -> Event | None:
        if not line:
            return self._ended()
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value
        elif field == "id":
            self._id = value
        return None

    def _ended(self) -> Event | None:
        event = Event(self._name, "\n".join(self._data), self._id) if self._data else None
        self._name, self._data = "message", []
        return event


def _value(model: Any, event: Event) -> Any:
    if event.name == "error":
        raise StreamFailed(event.data)
    return json.loads(event.data) if model is None else model(json.loads(event.data))


class Stream(Generic[T]):
    """The events of one call. Leaving the `with` block, or `close`, stops the operation."""

    def __init__(self, response: httpx.Response, model: Any) -> None:
        self._response, self._model = response, model

    def __iter__(self) -> Iterator[T]:
        for event in self.raw():
            if event.data == _END:
                return
            yield _value(self._model, event)

    def raw(self) -> Iterator[Event]:
        """Yield the events with their names and ids, and the data as text."""
        parser = Parser()
        try:
            for piece in self._response.iter_bytes():
                yield from parser.feed(piece)
        finally:
            self.close()

    def close(self) -> None:
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncStream(Generic[T]):
    """The events of one call. Leaving the `async with` block, or `close`, stops the operation."""

    def __init__(self, opening: Any, model: Any) -> None:
        self._opening, self._model = opening, model
        self._response: httpx.Response | None = None

    async def __aiter__(self) -> AsyncIterator[T]:
        async for event in self.raw():
            if event.data == _END:
                return
            yield _value(self._model, event)

    async def raw(self) -> AsyncIterator[Event]:
        """Yield the events with their names and ids, and the data as text."""
        parser = Parser()
        response = self._response = self._response or await self._opening()
        try:
            async for piece in response.aiter_bytes():
                for event in parser.feed(piece):
                    yield event
        finally:
            await self.close()

    async def close(self) -> None:
        if self._response is not None:
            await self._response.aclose()

    async def __aenter__(self) -> Self:
        self._response = self._response or await self._opening()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
