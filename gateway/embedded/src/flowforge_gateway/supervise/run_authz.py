"""Run the decision service: listen, reload on changes, and report usage."""

import asyncio
import gc
import logging
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import start_http_server
from prometheus_client.core import CollectorRegistry

from flowforge_gateway.authz.protocol import DecisionProtocol
from flowforge_gateway.authz.service import DecisionService
from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.counters.limiter import Limiter
from flowforge_gateway.declaration.document import load
from flowforge_gateway.envoy.local_settings import Address
from flowforge_gateway.errors import InvalidDeclaration
from flowforge_gateway.policy.decisions import Policy
from flowforge_gateway.supervise.lifetime import announce, stopped_by_signal
from flowforge_gateway.supervise.metrics import DecisionMetrics
from flowforge_gateway.supervise.redis_address import redis_address
from flowforge_gateway.supervise.usage_counter import UsageCounter
from flowforge_gateway.supervise.watch import replacements, signature

logger = logging.getLogger(__name__)
_TALLY_SECONDS = 0.5
_TURN_SECONDS = 0.0005  # while a thread compiles a new policy, decisions wait for the interpreter no longer


@dataclass(frozen=True)
class AuthzSettings:
    """Command-line settings."""

    config: Path
    socket: Path
    addresses: Mapping[str, Address]
    metrics_port: int | None = None


async def run_authz(settings: AuthzSettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises InvalidDeclaration if the file is wrong at the start."""
    stopped = stopped_by_signal()
    sys.setswitchinterval(_TURN_SECONDS)
    seen = signature(settings.config)
    declaration = await asyncio.to_thread(load, settings.config)
    address = redis_address(declaration, settings.addresses)
    redis = RedisConnection(address, without_it="requests pass uncounted")
    limiter = Limiter(redis)
    service = DecisionService(Policy(declaration), limiter)
    usage = UsageCounter(redis)
    await redis.connected()
    server = await _listen(settings.socket, service)
    if settings.metrics_port is not None:
        registry = CollectorRegistry()
        registry.register(DecisionMetrics(service, redis))
        start_http_server(settings.metrics_port, "127.0.0.1", registry)
    tasks = [
        asyncio.create_task(_follow(settings.config, seen, service)),
        asyncio.create_task(_hand_over(service, usage)),
        asyncio.create_task(usage.write_regularly()),
    ]
    announce("ready")
    await stopped.wait()
    server.close()
    service.close_connections()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    _take_rejections(service, usage)
    limiter.give_back()
    await usage.flush()
    await redis.close()


async def _listen(path: Path, service: DecisionService) -> asyncio.AbstractServer:
    _clear_the_way(path)
    before = os.umask(0o077)
    try:
        loop = asyncio.get_running_loop()
        return await loop.create_unix_server(lambda: DecisionProtocol(service), str(path), backlog=4096)
    finally:
        os.umask(before)


def _clear_the_way(socket: Path) -> None:
    socket.parent.mkdir(parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)  # what a killed process left


async def _follow(config: Path, seen: tuple[int, int, int] | None, service: DecisionService) -> None:
    async for _ in replacements(config, seen):
        started = time.perf_counter()
        try:
            service.policy = await asyncio.to_thread(_compile, config)
        except InvalidDeclaration as error:
            logger.error("the previous configuration stays active: %s", error)  # noqa: TRY400 - no stack wanted
            continue
        logger.info("the new configuration is active after %.2f s", time.perf_counter() - started)


def _compile(config: Path) -> Policy:
    gc.disable()  # it would walk the growing heap again and again, and find nothing
    try:
        return Policy(load(config))
    finally:
        gc.enable()


async def _hand_over(service: DecisionService, usage: UsageCounter) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(_TALLY_SECONDS)
            _take_rejections(service, usage)


def _take_rejections(service: DecisionService, usage: UsageCounter) -> None:
    rejected = dict(service.rejected)
    service.rejected.clear()
    for (consumer, name), count in rejected.items():
        usage.add(consumer, name, "rejected", count)
