"""What each closed route asks of a caller."""

from dataclasses import dataclass

from flowforge_gateway.declaration.entities import Declaration, Route, Service
from flowforge_gateway.declaration.plugins import Acl, BasicAuth, Jwt, KeyAuth


@dataclass(frozen=True, slots=True)
class Door:
    """A closed route: how one may authenticate, and the groups that may pass."""

    service: str
    key_names: tuple[bytes, ...]
    takes_tokens: bool
    takes_logins: bool
    groups: frozenset[str]


def doors(declaration: Declaration) -> dict[str, Door]:
    """Index the closed routes of *declaration* by name."""
    return {
        route.name: _door(service, route)
        for service, route in declaration.every_route()
        if service is not None and any(isinstance(plugin, Acl) for plugin in route.plugins)
    }


def _door(service: Service, route: Route) -> Door:
    plugins = route.plugins
    return Door(
        service=service.host,
        key_names=tuple(
            name.lower().encode()
            for plugin in plugins
            if isinstance(plugin, KeyAuth)
            for name in plugin.config.key_names
        ),
        takes_tokens=any(isinstance(plugin, Jwt) for plugin in plugins),
        takes_logins=any(isinstance(plugin, BasicAuth) for plugin in plugins),
        groups=frozenset(
            group for plugin in plugins if isinstance(plugin, Acl) for group in plugin.config.allow
        ),
    )
