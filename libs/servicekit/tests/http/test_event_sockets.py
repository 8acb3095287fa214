"""An event stream over WebSocket: the handshake becomes a GET request, and frames become messages."""

import json
from typing import Any

import pytest

from servicekit.http.application.event_sockets import EventSocket, request_scope
from servicekit.http.response.events import frame

SCOPE: dict[str, Any] = {
    "type": "websocket",
    "scheme": "wss",
    "path": "/api/v1/sample/events",
    "query_string": b"limit=3&last_event_id=7%3Aa&note=",
    "headers": [(b"host", b"example.com"), (b"accept", b"*/*"), (b"x-user-id", b"ann")],
    "extensions": {"websocket.http.response": {}},
}
STREAM = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}


def body(piece: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.response.body", "body": piece, "more_body": more}


async def told(messages: list[dict[str, Any]], *, extensions: bool = True) -> list[dict[str, Any]]:
    """Return what the socket sends for the messages of an HTTP answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    socket = EventSocket(SCOPE if extensions else {**SCOPE, "extensions": {}}, receive, send)
    for message in messages:
        await socket.send(message)
    return sent


def test_a_handshake_is_a_request_for_a_stream() -> None:
    scope = request_scope(SCOPE)
    assert (scope["type"], scope["method"], scope["scheme"]) == ("http", "GET", "https")
    assert scope["query_string"] == b"limit=3&note="
    assert scope["headers"] == [
        (b"host", b"example.com"),
        (b"x-user-id", b"ann"),
        (b"accept", b"text/event-stream"),
        (b"last-event-id", b"7:a"),
    ]


async def test_frames_become_messages_and_comments_do_not() -> None:
    pieces = frame("tick", b'{"number":1}', "1:a") + b": still working\n\n" + frame(None, b"{}")
    sent = await told([STREAM, body(pieces[:20]), body(pieces[20:]), body(b"", more=False)])
    kinds = [one["type"] for one in sent]
    assert kinds == ["websocket.accept", "websocket.send", "websocket.send", "websocket.close"]
    assert json.loads(sent[1]["text"]) == {"id": "1:a", "event": "tick", "data": {"number": 1}}
    assert json.loads(sent[2]["text"]) == {"id": None, "event": None, "data": {}}
    assert sent[3]["code"] == 1000


async def test_a_stream_that_fails_ends_with_the_error_and_its_own_code() -> None:
    sent = await told([STREAM, body(frame("error", b'{"error":{}}')), body(b"", more=False)])
    assert json.loads(sent[1]["text"])["event"] == "error"
    assert sent[2] == {"type": "websocket.close", "code": 1011}


@pytest.mark.parametrize("extensions", [True, False])
async def test_a_refusal_is_the_answer_to_the_handshake(*, extensions: bool) -> None:
    start = {
        "type": "http.response.start",
        "status": 401,
        "headers": [(b"content-type", b"application/json")],
    }
    sent = await told([start, body(b"{}", more=False)], extensions=extensions)
    if extensions:
        assert [one["type"] for one in sent] == [
            "websocket.http.response.start",
            "websocket.http.response.body",
        ]
        assert sent[0]["status"] == 401
    else:
        assert sent == [{"type": "websocket.close"}]


async def test_what_the_listener_says_is_ignored_until_it_leaves() -> None:
    messages = iter(["websocket.connect", "websocket.receive", "websocket.receive", "websocket.disconnect"])

    async def receive() -> dict[str, Any]:
        return {"type": next(messages)}

    async def send(_message: Any) -> None:
        return

    socket = EventSocket(SCOPE, receive, send)
    assert await socket.receive() == {"type": "http.request", "body": b"", "more_body": False}
    assert await socket.receive() == {"type": "http.disconnect"}
