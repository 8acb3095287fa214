"""Answer the requests of pages: the browser sends none."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from flowforge_pdf.engines.chromium.devtools import BrowserFailed, DevTools

_LOCAL = ("data:", "blob:", "about:")  # what a page makes itself


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page asks for. `is_document` is true of the page itself."""

    url: str
    method: str
    headers: dict[str, str]
    body: bytes
    is_document: bool


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The content at an address, or another address: where it was redirected to."""

    content: bytes = b""
    media_type: str = ""
    location: str = ""

    @property
    def status(self) -> int:
        return 302 if self.location else 200

    def headers(self) -> list[dict[str, str]]:
        # What is answered was asked for without credentials of the browser: every origin may read it.
        named = {
            "Content-Type": self.media_type,
            "Location": self.location,
            "Access-Control-Allow-Origin": "*",
        }
        return [{"name": name, "value": value} for name, value in named.items() if value]


Serve = Callable[[PageRequest], Awaitable[PageAnswer | None]]


@dataclass(slots=True)
class Interception:
    """Hears the events of a browser. *serve* answers requests; None refuses one."""

    serve: Serve
    _tools: DevTools | None = None
    _main_frame: str = ""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _pending: int = 0

    @property
    def busy(self) -> bool:
        return self._pending > 0

    @asynccontextmanager
    async def serving(self, tools: DevTools) -> AsyncIterator[None]:
        self._tools = tools
        try:
            yield
        finally:
            self._tools = None
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def hear(self, method: str, parameters: dict[str, Any], session: str) -> None:
        """Take an event."""
        if method == "Fetch.requestPaused":
            self._start(self._answer(parameters))
        elif method == "Page.javascriptDialogOpening":
            self._start(self._command("Page.handleJavaScriptDialog", session, accept=True))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _command(self, method: str, session: str = "", **parameters: Any) -> None:
        if self._tools is not None:
            with suppress(BrowserFailed):  # the request, or the dialog, has gone meanwhile
                await self._tools.call(method, session, **parameters)

    async def _answer(self, event: dict[str, Any]) -> None:
        request, number = event["request"], event["requestId"]
        if request["url"].startswith(_LOCAL):
            await self._command("Fetch.continueRequest", requestId=number)
            return
        self._pending += 1
        try:
            answer = await self.serve(self._read(event))
        finally:
            self._pending -= 1
        if answer is None:
            await self._command("Fetch.failRequest", requestId=number, errorReason="BlockedByClient")
            return
        await self._command(
            "Fetch.fulfillRequest",
            requestId=number,
            responseCode=answer.status,
            responseHeaders=answer.headers(),
            body=base64.b64encode(answer.content).decode(),
        )

    def _read(self, event: dict[str, Any]) -> PageRequest:
        request = event["request"]
        is_document = event.get("resourceType") == "Document"
        self._main_frame = self._main_frame or (event.get("frameId", "") if is_document else "")
        body = b"".join(
            base64.b64decode(each.get("bytes", "")) for each in request.get("postDataEntries", ())
        )
        return PageRequest(
            request["url"],
            request["method"],
            request.get("headers", {}),
            body,
            is_document and event.get("frameId") == self._main_frame,
        )
