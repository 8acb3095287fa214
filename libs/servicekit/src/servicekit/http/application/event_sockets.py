"""Event streams over WebSocket: every GET operation that streams events can be opened as a WebSocket, too.

The request is served as that of a caller who accepts server-sent events, so identity, limits, errors and
metrics are the same. Each event becomes a text message, a JSON object with `id`, `event` and `data`. Browsers
cannot set headers: `?last_event_id=` stands for the header Last-Event-ID. A refusal is the HTTP answer to the
handshake, with the usual envelope.
"""

from urllib.parse import parse_qsl, urlencode

import orjson

from servicekit.http.request.request_state import Message, Receive, Scope, Send

_LAST_ID = "last_event_id"
_STREAM = b"text/event-stream"
_ENDED, _FAILED = 1000, 1011
_REFUSALS = "websocket.http.response"


def request_scope(scope: Scope) -> Scope:
    """Return the scope of the GET request that a handshake stands for."""
    given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept"]
    headers.append((b"accept", _STREAM))
    headers += [(b"last-event-id", value.encode("latin-1")) for name, value in given if name == _LAST_ID]
    query = urlencode([(name, value) for name, value in given if name != _LAST_ID])
    scheme = {"wss": "https"}.get(scope.get("scheme", "ws"), "http")
    http = {"type": "http", "method": "GET", "scheme": scheme}
    return {**scope, **http, "headers": headers, "query_string": query.encode()}


class EventSocket:
    """One connection: the receive and send functions of the request, in terms of the WebSocket."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._can_answer = _REFUSALS in scope.get("extensions", {})
        self._receive = receive
        self._send = send
        self._began = False
        self._streams = False
        self._has_failed = False
        self._text = b""

    async def receive(self) -> Message:
        if not self._began:
            self._began = True
            if (await self._receive())["type"] == "websocket.connect":
                return {"type": "http.request", "body": b"", "more_body": False}
        while (await self._receive())["type"] != "websocket.disconnect":
            continue  # what a listener says has no meaning
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._streams:
            await self._pass_on(message.get("body", b""))
            if not message.get("more_body", False):
                code = _FAILED if self._has_failed else _ENDED
                await self._send({"type": "websocket.close", "code": code})
        elif self._can_answer:
            await self._send({**message, "type": f"{_REFUSALS}.body"})
        elif not message.get("more_body", False):
            await self._send({"type": "websocket.close"})

    async def _begin(self, message: Message) -> None:
        headers = dict(message["headers"])
        self._streams = headers.get(b"content-type", b"").startswith(_STREAM)
        if self._streams:
            request_id = [(name, value) for name, value in message["headers"] if name == b"x-request-id"]
            await self._send({"type": "websocket.accept", "headers": request_id})
        elif self._can_answer:
            await self._send({**message, "type": f"{_REFUSALS}.start"})

    async def _pass_on(self, piece: bytes) -> None:
        *frames, self._text = (self._text + piece).split(b"\n\n")
        for frame in frames:
            fields = dict(line.split(b": ", 1) for line in frame.split(b"\n") if not line.startswith(b":"))
            if b"data" in fields:
                self._has_failed = fields.get(b"event") == b"error"
                await self._send({"type": "websocket.send", "text": _document(fields)})


def _document(fields: dict[bytes, bytes]) -> str:
    """Return an event as JSON. Its data is JSON already."""
    event_id, name = (orjson.dumps(_text(fields.get(key))).decode() for key in (b"id", b"event"))
    return f'{{"id":{event_id},"event":{name},"data":{fields[b"data"].decode()}}}'


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()
