"""Find the Redis address from the rate-limiting plugins and the local address map."""

import os
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
    config = configs.pop() if configs else _of_the_tiers()
    address = find(addresses, config.host, config.port) or (config.host, config.port)
    password = config.password or os.environ.get(PASSWORD)
    return RedisAddress(*address, config.username, password, config.database, config.timeout / 1000)


def _of_the_tiers() -> RedisConfig:
    """Use the address in kong.yml's tiers while there are no consumers."""
    for tier in load_tiers():
        for plugin in tier.plugins:
            if plugin["name"] == "rate-limiting":
                return RedisConfig.model_validate(plugin["config"]["redis"])
    raise InvalidDeclaration("no tier names a Redis")
