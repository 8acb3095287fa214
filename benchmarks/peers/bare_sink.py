"""Parse and hash an upload with plain ASGI, and keep nothing: raw, or multipart with the kit's own parser."""

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from python_multipart.multipart import MultipartParser

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise RuntimeError("this application has no lifespan")
    digest = hashlib.sha256()
    feed: Callable[[bytes], object] = digest.update
    media_type = dict(scope["headers"])[b"content-type"]
    if media_type.startswith(b"multipart/"):
        boundary = media_type.partition(b"boundary=")[2]
        on_data = lambda data, start, end: digest.update(memoryview(data)[start:end])  # noqa: E731 - short
        feed = MultipartParser(boundary, {"on_part_data": on_data}).write
    more = True
    while more:
        message = await receive()
        feed(message["body"])
        more = message.get("more_body", False)
    body = b'{"hash":"%s"}' % digest.hexdigest().encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
