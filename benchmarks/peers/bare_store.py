"""Write, hash and serve one file with plain ASGI: what any file service must do, and nothing else."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE_BYTES = 1 << 20
FILE = Path(tempfile.gettempdir()) / f"bare-store-{os.getpid()}"
threads = ThreadPoolExecutor(4)


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise RuntimeError("this application has no lifespan")
    if scope["method"] == "GET":
        await _serve(send)
    else:
        await _take(receive, send)


async def _take(receive: Receive, send: Send) -> None:
    loop = asyncio.get_running_loop()
    digest = hashlib.sha256()
    gathered: list[bytes] = []
    size = 0
    writing: asyncio.Future[None] | None = None
    with FILE.open("wb", buffering=0) as stream:
        more = True
        while more:
            message = await receive()
            more = message.get("more_body", False)
            gathered.append(message["body"])
            size += len(message["body"])
            if size >= PIECE_BYTES or not more:
                if writing is not None:
                    await writing
                writing = loop.run_in_executor(threads, _store, stream, digest, gathered)
                gathered, size = [], 0
        if writing is not None:
            await writing
    body = b'{"sha256":"%s"}' % digest.hexdigest().encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _store(stream: BinaryIO, digest: Any, pieces: list[bytes]) -> None:
    joined = b"".join(pieces)
    digest.update(joined)
    stream.write(joined)


async def _serve(send: Send) -> None:
    loop = asyncio.get_running_loop()
    with FILE.open("rb", buffering=0) as stream:
        length = os.fstat(stream.fileno()).st_size
        headers = [(b"content-type", b"application/octet-stream"), (b"content-length", b"%d" % length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while piece := await loop.run_in_executor(threads, stream.read, PIECE_BYTES):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
