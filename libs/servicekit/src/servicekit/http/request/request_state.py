"""State of one request and its response."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from uuid import uuid4

from servicekit.context import ANONYMOUS, Consumer
from servicekit.http.errors.request_errors import BodyTooSlow, ClientGone
from servicekit.http.request.content_coding import BodyDecoder, decoder_for
from servicekit.operations.dialects import ENVELOPE, Dialect
from servicekit.tickets import JobTicket

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

JSON = b"application/json"
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._#-]{1,128}")
_DRAIN_SECONDS = 2.0
_NO_CONTENT = 204
SCOPE_KEY = "servicekit.request_state"


class RequestState:
    """State of one request. Sends at most one response, and counts bytes in both directions."""

    __slots__ = (
        "body_bytes",
        "body_complete",
        "body_timeout",
        "cache",
        "coding",
        "consumer",
        "dialect",
        "error_code",
        "field_names",
        "headers",
        "is_counted",
        "is_kept",
        "method",
        "operation_id",
        "path",
        "query",
        "receive_message",
        "received_all",
        "received_bytes",
        "report",
        "request_id",
        "scope",
        "send_message",
        "send_outside",
        "sent_bytes",
        "started",
        "status",
        "ticket",
        "unread",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, body_timeout: float) -> None:
        self.started = time.perf_counter()
        self.scope = scope
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.receive_message = receive
        self.send_message = self.send_outside = send
        self.body_timeout = body_timeout
        given = self.headers.get(b"x-request-id", b"")
        self.request_id = given.decode() if _REQUEST_ID.fullmatch(given) else str(uuid4())
        self.consumer: Consumer = ANONYMOUS
        self.operation_id = ""
        self.dialect: Dialect = ENVELOPE
        self.ticket: JobTicket | None = None
        self.report: Callable[[float, float, str], None] | None = None
        self.cache = ""
        self.error_code = ""
        self.status = 0
        self.is_counted = True
        self.is_kept = False
        self.received_bytes = 0
        self.sent_bytes = 0
        self.body_bytes = 0
        self.received_all = False
        self.body_complete = False
        self.unread: bytes | None = None
        self.field_names: Iterable[str] = ()
        self.coding: BodyDecoder | None = None

    async def forward(self, message: Message) -> None:
        """Send what FastAPI answers, with the request id, and note its status and size."""
        if message["type"] == "http.response.start":
            self.status = self.status or message["status"]
            headers = message["headers"] = list(message.get("headers", ()))
            if not any(name.lower() == b"x-request-id" for name, _ in headers):
                headers.append((b"x-request-id", self.request_id.encode()))
        elif not self.operation_id:
            self.sent_bytes += len(message.get("body", b""))
        await self.send_outside(message)

    @property
    def content_type(self) -> str:
        return self.headers.get(b"content-type", b"").decode("latin-1")

    @property
    def content_length(self) -> int | None:
        """Size of the body, None where it is not known before all of it is read."""
        value = self.headers.get(b"content-length", b"")
        return int(value) if value.isdigit() and self.coding is None else None

    def decode_body(self) -> None:
        """Decode the body as it is read, if it is compressed. Raises UnsupportedContentEncoding."""
        encoding = self.headers.get(b"content-encoding")
        if encoding:
            self.coding = decoder_for(encoding)

    async def peek(self) -> bytes:
        """Return the first piece of the body without taking it."""
        if self.unread is None and not self.body_complete:
            self.unread = await self.read()
            self.body_complete = False
        return self.unread or b""

    async def read(self) -> bytes:
        """Return the next piece of the body, decoded; `body_complete` is set with the last one.

        Raises ClientGone if the connection closed, BodyTooSlow if nothing came in time, MalformedBody if it
        cannot be decoded.
        """
        if self.unread is not None:
            piece, self.unread = self.unread, None
            self.body_complete = self.received_all and self.coding is None
            return piece
        piece = await self._receive() if self.coding is None else await self._decode(self.coding)
        self.body_bytes += len(piece)
        return piece

    async def _decode(self, coding: BodyDecoder) -> bytes:
        while not (piece := coding.take()):
            if self.received_all:
                if self.received_bytes:
                    coding.finish()
                self.body_complete = True
                return b""
            coding.feed(await self._receive())
            self.body_complete = False
        return piece

    async def _receive(self) -> bytes:
        try:
            async with asyncio.timeout(self.body_timeout):
                message = await self.receive_message()
        except TimeoutError as error:
            raise BodyTooSlow(seconds=self.body_timeout) from error
        if message["type"] != "http.request":
            raise ClientGone
        self.received_all = self.body_complete = not message.get("more_body", False)
        piece: bytes = message.get("body", b"")
        self.received_bytes += len(piece)
        return piece

    async def begin(self, status: int, media_type: bytes, headers: Headers, length: int | None) -> None:
        self.status = status
        lines = [(b"content-type", media_type), (b"x-request-id", self.request_id.encode()), *headers]
        if length is not None:
            lines.append((b"content-length", b"%d" % length))
        await self.send_message({"type": "http.response.start", "status": status, "headers": lines})

    async def write(self, piece: bytes, *, more: bool = True) -> None:
        self.sent_bytes += len(piece)
        body = b"" if self.method == "HEAD" else piece
        await self.send_message({"type": "http.response.body", "body": body, "more_body": more})

    async def respond(
        self,
        status: int,
        body: bytes,
        *,
        media_type: bytes = JSON,
        headers: Iterable[tuple[bytes, bytes]] = (),
    ) -> None:
        """Send a complete response."""
        await self.begin(status, media_type, list(headers), len(body))
        await self.write(body, more=False)

    async def respond_empty(self, status: int, headers: Headers) -> None:
        """Send headers only: no Content-Type, and no Content-Length with 204 (RFC 9110, 8.6)."""
        self.status = status
        lines = [(b"x-request-id", self.request_id.encode()), *headers]
        if status != _NO_CONTENT:
            lines.append((b"content-length", b"0"))
        await self.send_message({"type": "http.response.start", "status": status, "headers": lines})
        await self.write(b"", more=False)

    async def drain(self) -> None:
        """Read on for a moment after an early error, so that the client receives the response."""
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                while not self.received_all:
                    await self._receive()
        except (TimeoutError, ClientGone, BodyTooSlow):
            return


def request_state_of(scope: Scope, receive: Receive, send: Send) -> RequestState:
    """Return the request's RequestState, which now uses *receive* and *send*: middleware may wrap them."""
    request: RequestState = scope[SCOPE_KEY]
    request.receive_message = receive
    request.send_message = send
    return request
