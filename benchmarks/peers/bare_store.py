"""Write, hash and serve files with plain ASGI: what any file service must do, and nothing else.

POST writes a new file and answers its name and SHA-256, GET /name serves it, DELETE /name removes it, GET /
lists them. Pieces of 1 MiB are hashed and written on a thread while the next ones arrive. Nothing is synced.
"""

import asyncio
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE_BYTES = 1 << 20
FOLDER = Path(tempfile.gettempdir())
kept: list[str] = []
threads = ThreadPoolExecutor(4)


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise RuntimeError("this application has no lifespan")
    path = FOLDER / scope["path"].lstrip("/")
    if scope["method"] == "GET" and path == FOLDER:
        await _list(send)
    elif scope["method"] == "GET":
        await _serve(path, send)
    elif scope["method"] == "DELETE":
        path.unlink()
        kept.remove(path.name)
        await _answer(b"{}", 200, send)
    else:
        await _take(receive, send)


async def _take(receive: Receive, send: Send) -> None:
    loop = asyncio.get_running_loop()
    digest = hashlib.sha256()
    gathered: list[bytes] = []
    size = 0
    writing: asyncio.Future[None] | None = None
    name = f"bare-{secrets.token_hex(8)}"
    with (FOLDER / name).open("wb", buffering=0) as stream:
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
    kept.append(name)
    await _answer(b'{"file_id":"%s","sha256":"%s"}' % (name.encode(), digest.hexdigest().encode()), 201, send)


def _store(stream: BinaryIO, digest: Any, pieces: list[bytes]) -> None:
    joined = b"".join(pieces)
    digest.update(joined)
    stream.write(joined)


async def _list(send: Send) -> None:
    names = [{"file_id": name} for name in kept]
    await _answer(json.dumps({"files": names}).encode(), 200, send)


async def _answer(body: bytes, status: int, send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _serve(path: Path, send: Send) -> None:
    loop = asyncio.get_running_loop()
    with path.open("rb", buffering=0) as stream:
        length = os.fstat(stream.fileno()).st_size
        headers = [(b"content-type", b"application/octet-stream"), (b"content-length", b"%d" % length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while piece := await loop.run_in_executor(threads, stream.read, PIECE_BYTES):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
