"""Signal that a process without an address is ready: a Unix socket accepts connections."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


class Unready(Exception):
    """A setting is missing, or the tables are not there."""


def ready_argument() -> str | None:
    """Return the path after --ready."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ready", metavar="SOCKET", help="listen there as soon as the process is ready")
    path: str | None = parser.parse_args().ready
    return path


@asynccontextmanager
async def listening(path: str | None) -> AsyncIterator[None]:
    """Accept connections at *path*, if there is one."""
    if path is None:
        yield
        return
    _remove(path)
    server = await asyncio.start_unix_server(_hang_up, path)
    try:
        yield
    finally:
        server.close()
        _remove(path)


def _remove(path: str) -> None:
    Path(path).unlink(missing_ok=True)


async def _hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()
