"""Run Envoy: translate the declaration, follow the rendered file, count what passes."""

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
from flowforge_gateway.envoy.places import Places
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
from flowforge_gateway.supervise.tally import UsageTally
from flowforge_gateway.supervise.watch import replacements, signature

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EnvoySettings:
    """What the command line says."""

    config: Path
    places: Places
    concurrency: int = 2
    metrics_port: int | None = None


async def run_envoy(settings: EnvoySettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises EnvoyFailed when Envoy ends by itself."""
    stopped = stopped_by_signal()
    places = settings.places
    seen = signature(settings.config)
    declaration = load(settings.config, with_consumers=False)
    configuration = translate(declaration, places)
    write(configuration, places.state)
    envoy = await start_envoy(write_bootstrap(places), settings.concurrency)
    redis = RedisConnection(
        redis_address(declaration, places.addresses), without_it="usage is kept to be written later"
    )
    tally = UsageTally(redis)
    metrics = RequestMetrics()
    lines = AccessLines(_services(declaration), tally, metrics)
    assert envoy.stdout is not None  # noqa: S101 - it was asked for
    tasks = [
        asyncio.create_task(lines.follow(envoy.stdout)),
        asyncio.create_task(_follow(settings, seen, configuration, lines)),
        asyncio.create_task(tally.write_regularly()),
    ]
    try:
        await until_ready(envoy, places.admin_socket)
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
        await tally.flush()
        await redis.close()


async def _first(*things: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.ensure_future(thing) for thing in things]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def _follow(
    settings: EnvoySettings, seen: tuple[int, int, int] | None, inforce: Configuration, lines: AccessLines
) -> None:
    """Take up a new declaration; most changes concern consumers only, and Envoy need not know."""
    async for _ in replacements(settings.config, seen):
        try:
            declaration = await asyncio.to_thread(load, settings.config, with_consumers=False)
            configuration = translate(declaration, settings.places)
            if configuration != inforce:
                await accepts(standalone(configuration, settings.places.state))
                write(configuration, settings.places.state)
                inforce = configuration
                logger.info("Envoy has a new configuration")
            lines.services = _services(declaration)
        except GatewayError as error:
            logger.error("the last good configuration stays in force: %s", error)  # noqa: TRY400 - no stack wanted


def _services(declaration: Declaration) -> dict[str, str]:
    """Name the service of each route: its host, which Kong services for routes with another timeout share."""
    return {route.name: service.host for service, route in declaration.every_route() if service is not None}
