"""Serve shards and keyword vectors to the parent process, which starts this module.

Prints its base URL when it is ready, and exits when its standard input is closed. Calls carry the token of
FLOWFORGE_VECTOR_CHILD_TOKEN: other users of the machine can reach the port.
"""

import argparse
import asyncio
import hmac
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from flowforge_vector.engines.edge import keywords
from flowforge_vector.engines.edge.caller import TOKEN
from flowforge_vector.engines.edge.shard import NoSuchShard, OpenElsewhere
from flowforge_vector.engines.edge.shards import Shards, StorageFull

_FLUSH_SECONDS = 1.0
_MOST_BYTES = 1 << 30
_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode
logger = logging.getLogger(__name__)
Call = Callable[..., Awaitable[Any]]


class ChildApplication:
    """Answers `POST /v1/call` with the result of one method of the shards or of the keyword encoder."""

    def __init__(self, shards: Shards, token: str) -> None:
        self._shards = shards
        self._token = token

    def application(self) -> web.Application:
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_post("/v1/call", self._answer)
        return application

    async def _answer(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get("X-Token", ""), self._token):
            raise web.HTTPForbidden
        name, arguments = _decode(await request.read())
        try:
            result = await self._call(name)(*arguments)
        except NoSuchShard:
            return _reply({"error": "missing"})
        except OpenElsewhere:
            return _reply({"error": "open_elsewhere"})
        except StorageFull as error:
            return _reply({"error": "full", "free": error.free, "reserve": error.reserve})
        except Exception as error:  # noqa: BLE001 - the engine raises bare exceptions
            logger.warning("%s failed: %s", name, error)
            return _reply({"error": "refused", "reason": str(error)})
        return _reply({"result": result})

    def _call(self, name: str) -> Call:
        if name in _KEYWORDS:
            return _KEYWORDS[name]
        found: Call = getattr(self._shards, name)
        return found


async def _encode_documents(language: str, average_length: float, texts: list[str]) -> Any:
    return keywords.encode_documents(language, average_length, texts)


async def _encode_queries(language: str, texts: list[str]) -> Any:
    return keywords.encode_queries(language, texts)


async def _find_matches(language: str, query: str, texts: list[str]) -> Any:
    return keywords.find_matches(language, query, texts)


_KEYWORDS: dict[str, Call] = {
    "encode_documents": _encode_documents,
    "encode_queries": _encode_queries,
    "find_matches": _find_matches,
}


def _reply(document: Any) -> web.Response:
    return web.Response(body=_encode(document), content_type="application/msgpack")


async def _flush_regularly(shards: Shards) -> None:
    while True:
        await asyncio.sleep(_FLUSH_SECONDS)
        try:
            shards.flush()
        except Exception:
            # The engine does not recover from a failed flush. What was acknowledged is in its log of
            # updates: the next process replays it.
            logger.exception("flush failed")
            os._exit(70)


async def serve(shards: Shards) -> None:
    """Serve until standard input is closed or SIGTERM arrives; then flush and close."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    runner = web.AppRunner(ChildApplication(shards, os.environ[TOKEN]).application(), shutdown_timeout=2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _, port = runner.addresses[0]
    sys.stdout.write(f"http://127.0.0.1:{port}/v1\n")
    sys.stdout.flush()
    flushing = asyncio.create_task(_flush_regularly(shards))
    threading.Thread(target=_await_end, args=(loop, stopped), daemon=True).start()
    await stopped.wait()
    flushing.cancel()
    with suppress(asyncio.CancelledError):
        await flushing
    await runner.cleanup()
    await shards.close()


def _await_end(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    while os.read(0, 4096):  # not sys.stdin: its lock would be held when the interpreter ends
        pass
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(stopped.set)


def main() -> None:
    """Serve the shards of one folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--reserve-bytes", type=int, required=True)
    parser.add_argument("--optimize-from", type=int, required=True)
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(
        serve(Shards(given.folder, reserve_bytes=given.reserve_bytes, optimize_from=given.optimize_from))
    )


if __name__ == "__main__":
    main()
