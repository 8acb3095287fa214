"""Progress of a job's call, sent before its answer on the same connection.

The answer of a call that reports progress is of the type JobTicket.PROGRESS_TYPE: lines of JSON with
`progress`, then a line with `answer` (status, media type, Retry-After), then the body as it would have been.
"""

import asyncio
from typing import Any

import orjson

from servicekit.http.request.request_state import Message, Send
from servicekit.tickets import JobTicket

_PAUSE_SECONDS = 0.25


class ProgressSender:
    """Stands between an operation and its caller. `report` may be called on any thread."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._latest: dict[str, Any] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._began = False
        self._answers = False

    def report(self, done: float, total: float, note: str = "") -> None:
        self._latest = {"done": done, "total": total, "note": note}
        self._loop.call_soon_threadsafe(self._tell_soon)

    def _tell_soon(self) -> None:
        if not self._answers and (self._telling is None or self._telling.done()):
            self._telling = self._loop.create_task(self._tell())

    async def _tell(self) -> None:
        while self._latest is not None and not self._answers:
            latest, self._latest = self._latest, None
            async with self._lock:
                await self._line({"progress": latest})
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _line(self, document: dict[str, Any]) -> None:
        if not self._began:
            self._began = True
            headers = [(b"content-type", JobTicket.PROGRESS_TYPE.encode())]
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        line = orjson.dumps(document) + b"\n"
        await self._send({"type": "http.response.body", "body": line, "more_body": True})

    async def send(self, message: Message) -> None:
        """Pass on what the operation answers."""
        if message["type"] != "http.response.start":
            await self._send(message)
            return
        self._answers = True
        async with self._lock:
            if self._telling is not None:
                self._telling.cancel()
            if self._began:
                headers = {name.lower(): value.decode("latin-1") for name, value in message["headers"]}
                answer = {
                    "status": message["status"],
                    "media_type": headers.get(b"content-type", ""),
                    "retry_after": headers.get(b"retry-after"),
                }
                await self._line({"answer": answer})
            else:
                await self._send(message)
