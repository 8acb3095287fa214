"""Authentication and ACL requirements of routes."""

from dataclasses import dataclass

from flowforge_gateway.declaration.entities import Declaration, Route, Service
from flowforge_gateway.declaration.plugins import Acl, BasicAuth, Jwt, KeyAuth


@dataclass(frozen=True, slots=True)
class ClosedRoute:
    """A route that requires authentication: accepted credentials and ACL groups."""

    service: str
    key_names: tuple[bytes, ...]
    takes_tokens: bool
    takes_logins: bool
    groups: frozenset[str]


def closed_routes(declaration: Declaration) -> dict[str, ClosedRoute]:
    """Return the routes of *declaration* that require authentication, by name."""
    return {
        route.name: _closed_route(service, route)
        for service, route in declaration.every_route()
        if service is not None and any(isinstance(plugin, Acl) for plugin in route.plugins)
    }


def _closed_route(service: Service, route: Route) -> ClosedRoute:
    plugins = route.plugins
    return ClosedRoute(
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
