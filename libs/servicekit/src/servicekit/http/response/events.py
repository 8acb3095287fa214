"""Server-sent events: one frame an event, heartbeats in pauses, an error as the last event."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor
from typing import Any

import orjson
from pydantic import BaseModel

from servicekit.errors import OperationError
from servicekit.http.errors.classification import classify
from servicekit.http.errors.request_errors import ClientGone
from servicekit.http.execution.watch import Watch
from servicekit.http.request.request_state import Headers, RequestState
from servicekit.http.response.file_sender import OutputTooLargeForJson
from servicekit.operations.forms import MAX_INLINE_BYTES
from servicekit.operations.outputs import Event, EventStream

MEDIA_TYPE = b"text/event-stream; charset=utf-8"
HEADERS: Headers = [(b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
_HEARTBEAT = b": still working\n\n"


class EventSender:
    """Sends event streams; synchronous sources run on *executor*."""

    def __init__(self, executor: Executor, heartbeat_seconds: float) -> None:
        self._executor = executor
        self._heartbeat = heartbeat_seconds

    async def send(
        self, request: RequestState, stream: EventStream[Any], watch: Watch
    ) -> OperationError | None:
        """Send the stream to its end, and return the error that ended it early.

        *watch* bounds the whole. An error before the first event is raised.
        """
        source = self._on_thread(stream.events) if isinstance(stream.events, Iterator) else stream.events
        pump = _Pump(request, source)
        running = asyncio.ensure_future(pump.run())
        try:
            await self._beat(pump, running, watch)
            running.result()
        except Exception as error:
            await _stop(running, source)
            if not request.status or isinstance(error, ClientGone):
                raise
            refusal = classify(error, request.request_id)
            told = request.dialect.render(refusal, request.request_id)
            await request.write(frame("error", told.model_dump_json().encode()))
            await request.write(b"", more=False)
            return refusal
        else:
            await request.write(b"", more=False)
            return None
        finally:
            await _stop(running, source)

    async def collect(self, stream: EventStream[Any], watch: Watch) -> bytes:
        """Return all events as JSON. Raises OutputTooLargeForJson, and what the source raises."""
        source = self._on_thread(stream.events) if isinstance(stream.events, Iterator) else stream.events
        gathering = asyncio.ensure_future(_gathered(source))
        try:
            return await watch.over(gathering)
        finally:
            await _stop(gathering, source)

    async def _beat(self, pump: "_Pump", running: asyncio.Future[None], watch: Watch) -> None:
        """Wait for the end of the stream, and send comments in pauses to keep the connection open."""
        pause = self._heartbeat
        while not await watch.wait(running, at_most_seconds=pause):
            quiet = asyncio.get_running_loop().time() - pump.latest
            pause = self._heartbeat
            if quiet < self._heartbeat:
                pause -= quiet
            elif pump.request.status:
                await pump.request.write(_HEARTBEAT)

    async def _on_thread(self, source: Iterator[Event[Any]]) -> AsyncIterator[Event[Any]]:
        loop = asyncio.get_running_loop()
        try:
            while (event := await loop.run_in_executor(self._executor, next, source, None)) is not None:
                yield event
        finally:
            close = getattr(source, "close", None)
            if close is not None:
                await loop.run_in_executor(self._executor, close)


class _Pump:
    """Moves events from their source to the caller, in one task: an event costs no task of its own."""

    def __init__(self, request: RequestState, source: AsyncIterator[Event[Any]]) -> None:
        self.request = request
        self.latest = asyncio.get_running_loop().time()
        self._source = source

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        event = await anext(self._source, None)
        await self.request.begin(200, MEDIA_TYPE, HEADERS, None)
        while event is not None:
            await self.request.write(frame(event.name, _document(event.data), event.id))
            self.latest = loop.time()
            event = await anext(self._source, None)


async def _gathered(source: AsyncIterator[Event[Any]]) -> bytes:
    events: list[bytes] = []
    size = 0
    async for event in source:
        name = orjson.dumps(event.name)
        events.append(b'{"event":%s,"data":%s}' % (name, _document(event.data)))
        size += len(events[-1])
        if size > MAX_INLINE_BYTES:
            raise OutputTooLargeForJson(limit=MAX_INLINE_BYTES)
    return b'{"events":[%s]}' % b",".join(events)


def wants_stream(request: RequestState) -> bool:
    """Return whether the caller asks for server-sent events."""
    return b"text/event-stream" in request.headers.get(b"accept", b"").lower()


def frame(name: str | None, data: bytes, event_id: str | None = None) -> bytes:
    head = b"" if event_id is None else b"id: %s\n" % event_id.encode()
    if name is not None:
        head += b"event: %s\n" % name.encode()
    return b"%sdata: %s\n\n" % (head, data)


def _document(data: BaseModel | bytes) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.__pydantic_serializer__.to_json(data)


async def _stop(running: asyncio.Future[Any], source: AsyncIterator[Event[Any]]) -> None:
    """End the source: what it waits for is cancelled, and its clean-up runs."""
    if not running.done():
        running.cancel()
        await asyncio.wait([running])
    if not running.cancelled():
        running.exception()
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()
