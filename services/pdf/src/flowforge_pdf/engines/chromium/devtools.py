"""The DevTools protocol over a pipe: commands, their answers, and events."""

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Any, Self

_MOST_BYTES = 256 << 20
Event = Callable[[str, dict[str, Any], str], None]


class BrowserFailed(Exception):
    """The browser ended, or refused a command."""


class DevTools:
    """Talks to a browser within an `async with` block. *on_event* takes method, parameters and session."""

    def __init__(self, commands: int, answers: int, on_event: Event) -> None:
        self._commands, self._answers = commands, answers
        self._on_event = on_event
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._ended = False

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=_MOST_BYTES)
        self._incoming, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(self._answers, "rb", 0)
        )
        self._outgoing, _ = await loop.connect_write_pipe(
            asyncio.BaseProtocol, os.fdopen(self._commands, "wb", 0)
        )
        self._listening = loop.create_task(self._listen(reader))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        for end in (self._outgoing, self._incoming):
            if not end.is_closing():
                end.close()

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Return the result of a command. Raises BrowserFailed."""
        if self._ended:
            raise BrowserFailed(method)
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._outgoing.write(json.dumps(message).encode() + b"\0")
        try:
            answer = await self._waiting[number]
        finally:
            del self._waiting[number]
        if "error" in answer:
            raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
        result: dict[str, Any] = answer.get("result", {})
        return result

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                self._take(json.loads((await reader.readuntil(b"\0"))[:-1]))
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            self._ended = True
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(BrowserFailed("it ended"))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            self._on_event(message.get("method", ""), message.get("params", {}), message.get("sessionId", ""))
            return
        waiting = self._waiting.get(message["id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(message)
