"""Identity headers for services: the consumer's request-transformer, resolved once."""

import re

from flowforge_gateway.declaration.entities import Consumer
from flowforge_gateway.declaration.plugins import RequestTransformer
from flowforge_gateway.errors import InvalidDeclaration

_TEMPLATE = re.compile(r"\$\(headers\['(?P<name>[a-z-]+)'\]\)")


def consumer_headers(consumer: Consumer) -> dict[str, str]:
    """Return the headers that authentication sets: id, custom id and user name."""
    return {
        "x-consumer-id": consumer.id,
        "x-consumer-username": consumer.username,
        **({"x-consumer-custom-id": consumer.custom_id} if consumer.custom_id else {}),
    }


def transformed(consumer: Consumer) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the headers that the consumer's request-transformer adds (resolved) and removes."""
    known = consumer_headers(consumer)
    added: dict[str, str] = {}
    removed: list[str] = []
    for plugin in consumer.plugins:
        if isinstance(plugin, RequestTransformer):
            removed += plugin.config.remove.headers
            for line in plugin.config.add.headers:
                name, _, value = line.partition(":")
                added.setdefault(name, _resolved(value, known, consumer.username))
    return added, tuple(name for name in removed if name not in added)


def _resolved(value: str, known: dict[str, str], username: str) -> str:
    def replace(found: re.Match[str]) -> str:
        return known.get(found["name"], "")

    resolved = _TEMPLATE.sub(replace, value)
    if "$(" in resolved:
        raise InvalidDeclaration(
            f"consumer {username}, plugin request-transformer: "
            "only $(headers['x-consumer-...']) is known as a template"
        )
    return resolved
