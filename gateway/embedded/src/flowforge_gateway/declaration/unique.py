"""Uniqueness of names, credentials and plugins, as Kong requires it."""

from collections.abc import Iterable

from flowforge_gateway.declaration.entities import Declaration

_Named = tuple[object, str]  # a value, and the entity that has it


def repeated(declaration: Declaration) -> Iterable[str]:
    """Yield an error for each duplicate name, credential or plugin. Credentials are not shown."""
    for field, values in _fields(declaration):
        seen: dict[object, str] = {}
        for value, owner in values:
            if value in seen:
                yield f"{owner}: its {field} is that of {seen[value]} already"
            seen[value] = owner
    for where, names in _plugins(declaration):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{where}, plugin {name}: it stands there twice"


def _fields(declaration: Declaration) -> Iterable[tuple[str, Iterable[_Named]]]:
    services, upstreams, consumers = declaration.services, declaration.upstreams, declaration.consumers
    yield "name", ((it.name, f"service {it.name}") for it in services)
    yield "name", ((it.name, f"route {it.name}") for _, it in declaration.every_route())
    yield "name", ((it.name, f"upstream {it.name}") for it in upstreams)
    yield "username", ((it.username, f"consumer {it.username}") for it in consumers)
    yield "custom_id", ((it.custom_id, f"consumer {it.username}") for it in consumers if it.custom_id)
    yield (
        "API key",
        ((key.key, f"consumer {it.username}") for it in consumers for key in it.keyauth_credentials),
    )
    yield (
        "user name",
        ((one.username, f"consumer {it.username}") for it in consumers for one in it.basicauth_credentials),
    )
    yield "JWT key", ((one.key, f"consumer {it.username}") for it in consumers for one in it.jwt_secrets)


def _plugins(declaration: Declaration) -> Iterable[tuple[str, list[str]]]:
    yield "plugins", [plugin.name for plugin in declaration.plugins]
    for _, route in declaration.every_route():
        yield f"route {route.name}", [plugin.name for plugin in route.plugins]
    for consumer in declaration.consumers:
        yield f"consumer {consumer.username}", [plugin.name for plugin in consumer.plugins]
