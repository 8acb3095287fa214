"""Hash or encrypt a raw upload with plain ASGI and the same library calls, spooled to disk where we spool."""

import asyncio
import hashlib
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from cryptography.cobblestone import Cobblestone256Encryptor

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE_BYTES = 256 * 1024


async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        raise RuntimeError("this application has no lifespan")
    if scope["path"] == "/hash":
        await _hash(receive, send)
    else:
        await _encrypt(receive, send)


async def _hash(receive: Receive, send: Send) -> None:
    digest = hashlib.sha256()
    async for piece in _pieces(receive):
        digest.update(piece)
    await _start(send)
    await send({"type": "http.response.body", "body": digest.hexdigest().encode()})


async def _encrypt(receive: Receive, send: Send) -> None:
    with tempfile.TemporaryFile() as spool:
        digest = hashlib.sha256()
        async for piece in _pieces(receive):
            digest.update(piece)
            spool.write(piece)
        spool.seek(0)
        encryptor = Cobblestone256Encryptor(bytes(32), digest.digest())
        await _start(send)
        while piece := await asyncio.to_thread(spool.read, PIECE_BYTES):
            sealed = await asyncio.to_thread(encryptor.update, piece)
            await send({"type": "http.response.body", "body": sealed, "more_body": True})
        await send({"type": "http.response.body", "body": encryptor.finalize()})


async def _pieces(receive: Receive) -> Any:
    more = True
    while more:
        message = await receive()
        yield message["body"]
        more = message.get("more_body", False)


async def _start(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
