"""Find the Redis address from the rate-limiting plugins and the local address map."""

import os
import ssl
from collections.abc import Mapping

from flowforge_gateway.catalog import load_tiers
from flowforge_gateway.counters.connection import RedisAddress
from flowforge_gateway.declaration.entities import Declaration
from flowforge_gateway.declaration.plugins import RateLimiting, RedisConfig
from flowforge_gateway.envoy.local_settings import Address, find
from flowforge_gateway.errors import InvalidDeclaration

PASSWORD = "FLOWFORGE_REDIS_PASSWORD"  # noqa: S105 - the name of a setting: kong.yml holds no secret


def redis_address(declaration: Declaration, addresses: Mapping[str, Address]) -> RedisAddress:
    """Return the address of the Redis that counts the limits of all consumers."""
    configs = {
        plugin.config.redis
        for consumer in declaration.consumers
        for plugin in consumer.plugins
        if isinstance(plugin, RateLimiting)
    }
    if len(configs) > 1:
        raise InvalidDeclaration("plugin rate-limiting: all consumers must be counted in the same Redis")
    return address_of(configs.pop() if configs else _of_the_tiers(), addresses)


def address_of(config: RedisConfig, addresses: Mapping[str, Address]) -> RedisAddress:
    """Return where the Redis of *config* is, and how to connect to it."""
    address = find(addresses, config.host, config.port) or (config.host, config.port)
    password = config.password or os.environ.get(PASSWORD)
    return RedisAddress(
        *address,
        username=config.username,
        password=password,
        database=config.database,
        timeout_seconds=config.timeout / 1000,
        tls=_tls(config) if config.ssl else None,
        server_name=config.server_name or (config.host if config.ssl else None),
    )


def _tls(config: RedisConfig) -> ssl.SSLContext:
    """Return what Kong's `ssl` and `ssl_verify` mean. SSL_CERT_FILE names a private authority."""
    context = ssl.create_default_context()
    if not config.ssl_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _of_the_tiers() -> RedisConfig:
    """Use the address in kong.yml's tiers while there are no consumers."""
    for tier in load_tiers():
        for plugin in tier.plugins:
            if plugin["name"] == "rate-limiting":
                return RedisConfig.model_validate(plugin["config"]["redis"])
    raise InvalidDeclaration("no tier names a Redis")
