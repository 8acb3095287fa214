"""Server-sent events: one frame an event, heartbeats in pauses, an error as the last event."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor
from typing import Any

from pydantic import BaseModel

from servicekit.errors import OperationError
from servicekit.http.exchange import Exchange, Headers
from servicekit.http.failures import classify
from servicekit.http.refusals import ClientGone
from servicekit.http.watching import Watch
from servicekit.outputs import Event, EventStream

MEDIA_TYPE = b"text/event-stream; charset=utf-8"
HEADERS: Headers = [(b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
_HEARTBEAT = b": still working\n\n"


class EventSender:
    """Sends event streams; synchronous sources run on *executor*."""

    def __init__(self, executor: Executor, heartbeat_seconds: float) -> None:
        self._executor = executor
        self._heartbeat = heartbeat_seconds

    async def send(self, exchange: Exchange, stream: EventStream[Any], watch: Watch) -> OperationError | None:
        """Send the stream to its end, and return the error that ended it early.

        *watch* bounds the wait for each event. An error before the first event is raised.
        """
        source = self._on_thread(stream.events) if isinstance(stream.events, Iterator) else stream.events
        upcoming: asyncio.Future[Event[Any] | None] = asyncio.ensure_future(_next(source))
        try:
            await watch.wait(upcoming)
            event = upcoming.result()
            await exchange.begin(200, MEDIA_TYPE, HEADERS, None)
            while event is not None:
                await exchange.write(frame(event.name, _document(event.data)))
                upcoming = asyncio.ensure_future(_next(source))
                event = await self._beating(exchange, upcoming, watch)
        except Exception as error:
            if not exchange.status or isinstance(error, ClientGone):
                raise
            refusal = classify(error, exchange.request_id)
            told = exchange.dialect.tell(refusal, exchange.request_id)
            await exchange.write(frame("error", told.model_dump_json().encode()))
            await exchange.write(b"", more=False)
            return refusal
        else:
            await exchange.write(b"", more=False)
            return None
        finally:
            await _stop(upcoming, source)

    async def _beating(
        self, exchange: Exchange, upcoming: asyncio.Future[Event[Any] | None], watch: Watch
    ) -> Event[Any] | None:
        """Wait for the next event; send a comment in every pause so that no proxy gives up."""
        while not await watch.wait(upcoming, at_most_seconds=self._heartbeat):
            await exchange.write(_HEARTBEAT)
        return upcoming.result()

    async def _on_thread(self, source: Iterator[Event[Any]]) -> AsyncIterator[Event[Any]]:
        loop = asyncio.get_running_loop()
        try:
            while (event := await loop.run_in_executor(self._executor, next, source, None)) is not None:
                yield event
        finally:
            close = getattr(source, "close", None)
            if close is not None:
                await loop.run_in_executor(self._executor, close)


def frame(name: str | None, data: bytes) -> bytes:
    if name is None:
        return b"data: %s\n\n" % data
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)


def _document(data: BaseModel | bytes) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.__pydantic_serializer__.to_json(data)


async def _next(source: AsyncIterator[Event[Any]]) -> Event[Any] | None:
    return await anext(source, None)


async def _stop(upcoming: asyncio.Future[Any], source: AsyncIterator[Event[Any]]) -> None:
    """End the source: what it waits for is cancelled, and its clean-up runs."""
    if not upcoming.done():
        upcoming.cancel()
        await asyncio.wait([upcoming])
    if not upcoming.cancelled():
        upcoming.exception()
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()
