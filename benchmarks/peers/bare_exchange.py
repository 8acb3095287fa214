"""Keep an upload in a file and answer `?bytes=N` bytes: what the bodies of a call cost without any work."""

import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from python_multipart.multipart import MultipartParser

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE = b"\0" * (256 << 10)


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise RuntimeError("this application has no lifespan")
    boundary = dict(scope["headers"])[b"content-type"].partition(b"boundary=")[2]
    with tempfile.TemporaryFile(buffering=1 << 20) as file:

        def keep(data: bytes, start: int, end: int) -> None:
            file.write(memoryview(data)[start:end])

        parser = MultipartParser(boundary, {"on_part_data": keep})
        more = True
        while more:
            message = await receive()
            parser.write(message["body"])
            more = message.get("more_body", False)
    left = int(scope["query_string"].partition(b"bytes=")[2] or 0)
    headers = [(b"content-type", b"application/octet-stream"), (b"content-length", b"%d" % left)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    while left > len(PIECE):
        await send({"type": "http.response.body", "body": PIECE, "more_body": True})
        left -= len(PIECE)
    await send({"type": "http.response.body", "body": PIECE[:left]})
