"""Readiness probes."""

import asyncio

from flowforge_cli.supervision.plan import Probe

_INTERVAL_SECONDS = 0.05
_ANSWER_SECONDS = 2.0
_ANSWER_BYTES = 4096


async def until_ready(probe: Probe, seconds: float) -> None:
    """Poll until the probe succeeds. Raises TimeoutError after *seconds*."""
    async with asyncio.timeout(seconds):
        while not await answers(probe):  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(_INTERVAL_SECONDS)


async def answers(probe: Probe) -> bool:
    """Run the probe once."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await _ask(probe)
    except (OSError, TimeoutError):
        return False


async def _ask(probe: Probe) -> bool:
    if isinstance(probe.address, int):
        reader, writer = await asyncio.open_connection("127.0.0.1", probe.address)
    else:
        reader, writer = await asyncio.open_unix_connection(probe.address)
    try:
        if not probe.expect:
            return True
        writer.write(probe.send.encode())
        answer = b""
        expected = probe.expect.encode()
        while len(answer) < _ANSWER_BYTES and expected not in answer:
            chunk = await reader.read(_ANSWER_BYTES)
            if not chunk:
                break
            answer += chunk
        return expected in answer
    finally:
        writer.close()
