"""Run Envoy: translate the declaration, reload on changes, and count requests."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client import start_http_server

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.declaration.document import load
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.envoy.configuration import (
    Configuration,
    standalone,
    translate,
    write,
    write_bootstrap,
)
from flowforge_gateway.envoy.local_settings import LocalSettings
from flowforge_gateway.errors import GatewayError
from flowforge_gateway.supervise.access_lines import AccessLines
from flowforge_gateway.supervise.envoy_process import (
    EnvoyFailed,
    accepts,
    start_envoy,
    stop_envoy,
    until_ready,
)
from flowforge_gateway.supervise.lifetime import announce, stopped_by_signal
from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.redis_address import redis_address
from flowforge_gateway.supervise.usage_counter import UsageCounter
from flowforge_gateway.supervise.watch import replacements, signature

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EnvoySettings:
    """Command-line settings."""

    config: Path
    local: LocalSettings
    concurrency: int = 2
    metrics_port: int | None = None


async def run_envoy(settings: EnvoySettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises EnvoyFailed if Envoy exits."""
    stopped = stopped_by_signal()
    local = settings.local
    seen = signature(settings.config)
    declaration = load(settings.config, with_consumers=False)
    configuration = translate(declaration, local)
    write(configuration, local.state)
    envoy = await start_envoy(write_bootstrap(local), settings.concurrency)
    redis = RedisConnection(
        redis_address(declaration, local.addresses), without_it="usage is kept to be written later"
    )
    usage = UsageCounter(redis)
    metrics = RequestMetrics()
    lines = AccessLines(_services(declaration), usage, metrics)
    assert envoy.stdout is not None  # noqa: S101 - it was asked for
    tasks = [
        asyncio.create_task(lines.follow(envoy.stdout)),
        asyncio.create_task(_follow(settings, seen, configuration, lines)),
        asyncio.create_task(usage.write_regularly()),
    ]
    try:
        await until_ready(envoy, local.admin_socket)
        if settings.metrics_port is not None:
            start_http_server(settings.metrics_port, "127.0.0.1", metrics.registry)
        announce("ready")
        await _first(stopped.wait(), envoy.wait())
        if not stopped.is_set():
            raise EnvoyFailed(f"Envoy ended with status {envoy.returncode}")
    finally:
        await stop_envoy(envoy)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await usage.flush()
        await redis.close()


async def _first(*things: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.ensure_future(thing) for thing in things]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def _follow(
    settings: EnvoySettings, seen: tuple[int, int, int] | None, inforce: Configuration, lines: AccessLines
) -> None:
    """Apply new declarations. Most change consumers only, which does not affect Envoy."""
    async for _ in replacements(settings.config, seen):
        try:
            declaration = await asyncio.to_thread(load, settings.config, with_consumers=False)
            configuration = translate(declaration, settings.local)
            if configuration != inforce:
                await accepts(standalone(configuration, settings.local.state))
                write(configuration, settings.local.state)
                inforce = configuration
                logger.info("Envoy has a new configuration")
            lines.services = _services(declaration)
        except GatewayError as error:
            logger.error("the previous configuration stays active: %s", error)  # noqa: TRY400 - no stack wanted


def _services(declaration: Declaration) -> dict[str, str]:
    """Map route names to services. Kong services that differ only in timeouts share the host."""
    return {route.name: service.host for service, route in declaration.every_route() if service is not None}
