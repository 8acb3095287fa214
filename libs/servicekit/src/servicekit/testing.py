"""Serve an application over a real socket, for tests."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

START_SECONDS = 20.0


@contextmanager
def serve(app: Any) -> Iterator[str]:
    """Run *app* on a free loopback port, on a thread of its own; yield its base URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=5
        )
        server = uvicorn.Server(config)
        started = threading.Event()
        thread = threading.Thread(target=_run, args=(server, listener, started), daemon=True)
        thread.start()
        if not started.wait(START_SECONDS) or not server.started:
            raise RuntimeError("the application did not start: its log says why")
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


def _run(server: uvicorn.Server, listener: socket.socket, started: threading.Event) -> None:
    async def tell() -> None:
        while not server.started and not server.should_exit:  # noqa: ASYNC110 - the server offers no event
            await asyncio.sleep(0.005)
        started.set()

    async def both() -> None:
        telling = asyncio.create_task(tell())
        try:
            await server.serve(sockets=[listener])
        except SystemExit:
            server.should_exit = True
        await telling

    asyncio.run(both())
