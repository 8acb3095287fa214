"""Child processes are started on first use, restarted when killed, and stopped when idle."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from flowforge_embeddings import ChildServer, ChildUnavailable

SERVER = Path(__file__).with_name("tiny_server.py")


@asynccontextmanager
async def child(
    module: str = "tiny_server", *, idle_seconds: float = 60, start_seconds: float = 60
) -> AsyncIterator[ChildServer]:
    server = ChildServer(
        module,
        module,
        [],
        start_seconds=start_seconds,
        idle_seconds=idle_seconds,
        environment={"PYTHONPATH": str(SERVER.parent)},
    )
    try:
        yield server
    finally:
        await server.close()


async def address(server: ChildServer) -> str:
    async with server.use() as url:
        return url


async def reach(server: ChildServer, state: str, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while server.state != state:  # noqa: ASYNC110 - the engine offers no event
            await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and was not waited for does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


async def test_it_starts_on_first_use_and_stops_with_the_service() -> None:
    async with child() as server:
        assert (server.state, server.pid) == ("unloaded", None)
        addresses = await asyncio.gather(address(server), address(server))
        assert addresses[0] == addresses[1]
        assert server.state == "loaded"
        pid = server.pid
    assert pid is not None
    assert not is_alive(pid)


async def test_a_killed_child_is_started_again() -> None:
    async with child() as server:
        before = await address(server)
        killed = server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await reach(server, "failed")
        await reach(server, "loaded")
        assert server.pid != killed
        assert await address(server) != before


async def test_an_idle_child_is_stopped_unless_it_is_in_use() -> None:
    async with child(idle_seconds=0.3) as server:
        async with server.use():
            await asyncio.sleep(0.8)
            assert server.state == "loaded"
        await reach(server, "unloaded")
        await address(server)
        assert server.state == "loaded"


@pytest.mark.parametrize("module", ["no_such_module", "json.tool"])
async def test_a_child_that_does_not_start_is_unavailable(module: str) -> None:
    async with child(module, start_seconds=3) as server:
        with pytest.raises(ChildUnavailable):
            await address(server)
        assert server.state == "failed"
        assert server.pid is None


def test_it_ends_with_a_parent_that_was_killed() -> None:
    program = f"""
        import asyncio
        from flowforge_embeddings import ChildServer

        async def main():
            server = ChildServer(
                "m", "tiny_server", [], start_seconds=60, idle_seconds=60,
                environment={{"PYTHONPATH": {str(SERVER.parent)!r}}},
            )
            async with server.use():
                pass
            print(server.pid, flush=True)
            await asyncio.sleep(60)

        asyncio.run(main())
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    survived = is_alive(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    assert not survived
