"""Consistency checks between entities, and checks that services are protected."""

from collections.abc import Iterable

from flowforge_gateway.declaration.entities import Consumer, Declaration, Route, Service
from flowforge_gateway.declaration.plugins import (
    Acl,
    BasicAuth,
    CorrelationId,
    FileLog,
    Jwt,
    KeyAuth,
    PostFunction,
    PreFunction,
    RateLimiting,
    RequestTermination,
    RequestTransformer,
)
from flowforge_gateway.declaration.snippets import PHASES, Snippet, recognize
from flowforge_gateway.declaration.unique import repeated


def consistency_errors(declaration: Declaration) -> Iterable[str]:
    """Yield an error for each violation, with the names of the entities."""
    yield from repeated(declaration)
    yield from _missing_protection(declaration)
    yield from _wrong_snippets(declaration)
    yield from _unknown_upstreams(declaration)
    for service, route in declaration.every_route():
        yield from _route(service, route)


def anonymous_consumer(declaration: Declaration) -> Consumer:
    """Return the consumer of requests without a valid credential."""
    return next(it for it in declaration.consumers if it.username == "anonymous")


def _missing_protection(declaration: Declaration) -> Iterable[str]:
    anonymous = [it for it in declaration.consumers if it.username == "anonymous"]
    if not any(isinstance(plugin, RequestTermination) for it in anonymous for plugin in it.plugins):
        yield "consumer anonymous: it needs a request-termination, or anybody may call"
    for consumer in declaration.consumers:
        if consumer.username != "anonymous":
            kinds = {type(plugin) for plugin in consumer.plugins}
            if kinds != {RateLimiting, RequestTransformer}:
                yield f"consumer {consumer.username}: it needs rate-limiting and request-transformer, no more"
    if not any(isinstance(plugin, CorrelationId) for plugin in declaration.plugins):
        yield "plugins: correlation-id is missing, and every error names the request"
    if not any(isinstance(plugin, FileLog) for plugin in declaration.plugins):
        yield "plugins: file-log is missing, and the access log is always on here"


def _route(service: Service | None, route: Route) -> Iterable[str]:
    where = f"route {route.name}"
    terminated = any(isinstance(plugin, RequestTermination) for plugin in route.plugins)
    if terminated != (service is None):
        yield f"{where}: request-termination belongs on routes without a service, and on all of those"
    closed = any(isinstance(plugin, KeyAuth | Jwt | BasicAuth) for plugin in route.plugins)
    if closed != any(isinstance(plugin, Acl) for plugin in route.plugins):
        yield f"{where}: acl and an authentication plugin come together or not at all"
    for plugin in route.plugins:
        if isinstance(plugin, KeyAuth | Jwt | BasicAuth) and plugin.config.anonymous != "anonymous":
            yield f"{where}, plugin {plugin.name}: config.anonymous must be 'anonymous'"
        if isinstance(plugin, RequestTransformer) and (closed or plugin.config.add.headers):
            yield f"{where}, plugin {plugin.name}: on a route it may only remove, and only on an open one"


def _wrong_snippets(declaration: Declaration) -> Iterable[str]:
    placed = [
        (plugin.name, phase, recognize(code))
        for plugin in declaration.plugins
        if isinstance(plugin, PreFunction | PostFunction)
        for phase, snippets in plugin.config
        for code in snippets
    ]
    for name, phase, snippet in placed:
        if snippet is None:
            yield f"plugin {name}: config.{phase} has Lua that this gateway does not know"
        elif PHASES[snippet] != (name, phase):
            yield f"plugin {name}: config.{phase} is the wrong place for the snippet {snippet.value}"
    for snippet in Snippet:
        if snippet not in {found for _, _, found in placed}:
            yield f"plugins: the snippet {snippet.value} is missing, and this gateway always applies it"


def _unknown_upstreams(declaration: Declaration) -> Iterable[str]:
    names = {upstream.name for upstream in declaration.upstreams}
    for service in declaration.services:
        if service.host not in names:
            yield f"service {service.name}: its host {service.host!r} is no upstream of this file"
