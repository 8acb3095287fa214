"""Translate routes, in Kong's matching order."""

from collections.abc import Iterable
from typing import Any

from flowforge_gateway.counters.leases import LEASE_HEADER
from flowforge_gateway.declaration.entities import Declaration, Route, Service
from flowforge_gateway.declaration.plugins import (
    Acl,
    Cors,
    CorsConfig,
    RequestSizeLimiting,
    RequestTermination,
    RequestTransformer,
)
from flowforge_gateway.declaration.precedence import Matcher, in_order
from flowforge_gateway.envoy.clusters import cluster_name
from flowforge_gateway.envoy.filters import (
    AUTHORISATION,
    HEADERS,
    ROUTE_HEADER,
    size_filter,
)
from flowforge_gateway.envoy.messages import (
    EXT_AUTHZ_PER_ROUTE,
    FILTER_CONFIG,
    HEADER_MUTATION_PER_ROUTE,
    Message,
    header,
    milliseconds,
    typed,
)
from flowforge_gateway.envoy.paths import path_matches

ROUTES = "gateway"
_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
_RETRY_ON = "connect-failure,refused-stream,reset,reset-before-request"


def route_configuration(declaration: Declaration) -> Message:
    """Translate every route."""
    cors = next((it.config for it in declaration.plugins if isinstance(it, Cors)), None)
    routes: list[Message] = _refused()
    for matcher in in_order(declaration):
        if cors is not None:
            routes.extend(_preflights(matcher, cors))
        routes.extend(_routes(matcher))
    no_host = _direct("no-host", [], 400, "The Host header is empty")
    return {
        "name": ROUTES,
        "validate_clusters": False,
        "virtual_hosts": [
            {"name": "no-host", "domains": [""], "routes": [no_host]},
            {"name": ROUTES, "domains": ["*"], "routes": routes},
        ],
    }


def _refused() -> list[Message]:
    """Return routes for requests that Kong rejects before routing.

    Of ordinary requests Envoy removes Connection itself; a WebSocket's reaches the routes, and the service.
    """
    path, end_to_end = r"[^?]*%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?(?:\?|$)).*", r"(?i)(?:.*[,\s])?x-.*"
    return [
        _direct("no-trace", [_method("TRACE")], 405, "The method TRACE is not allowed"),
        _direct(
            "bad-escape",
            [_header(":path", contains="%"), _header(":path", safe_regex={"regex": path})],
            400,
            "The address has a % that is not followed by two hexadecimal digits",
        ),
        _direct(
            "hop-by-hop",
            [_header("connection", safe_regex={"regex": end_to_end})],
            400,
            "Connection names a header that is not hop-by-hop",
        ),
    ]


def _header(name: str, **match: Any) -> Message:
    return {"name": name, "string_match": match}


def _direct(name: str, conditions: list[Message], status: int, message: str) -> Message:
    return {
        "name": name,
        "match": {"prefix": "/", "headers": conditions},
        "direct_response": {"status": status, "body": {"inline_string": message}},
        **_open(),
    }


def _routes(matcher: Matcher) -> Iterable[Message]:
    """Translate one path of a route. A path with alternatives becomes several routes with the same name."""
    conditions = [_method(*matcher.route.methods)] if matcher.route.methods else []
    for path in path_matches(matcher.path):
        found: Message = {"name": matcher.route.name, "match": {**path, "headers": conditions}}
        if matcher.service is None:
            yield {**found, **_termination(matcher.route), **_open()}
        else:
            yield {
                **found,
                "route": _action(matcher.service),
                "request_headers_to_remove": _removed(matcher.route),
                "typed_per_filter_config": {**_authorization(matcher.route), **_size(matcher.route)},
            }


def _method(*methods: str) -> Message:
    if len(methods) == 1:
        return {"name": ":method", "string_match": {"exact": methods[0]}}
    return {"name": ":method", "string_match": {"safe_regex": {"regex": "|".join(methods)}}}


def _action(service: Service) -> Message:
    """Proxy to the service's cluster. A response that stalls longer than the read timeout ends with 504."""
    action: Message = {
        "cluster": cluster_name(service.host),
        "host_rewrite_literal": f"{service.host}:{service.port}",
        "timeout": "0s",
        "idle_timeout": milliseconds(max(service.read_timeout, service.write_timeout)),
    }
    if service.retries:
        action["retry_policy"] = {
            "retry_on": _RETRY_ON,
            "num_retries": service.retries,
            "retriable_request_headers": [_method(*_IDEMPOTENT)],
        }
    return action


def _termination(route: Route) -> Message:
    plugin = next(it for it in route.plugins if isinstance(it, RequestTermination))
    return {
        "direct_response": {
            "status": plugin.config.status_code,
            "body": {"inline_string": plugin.config.message},
        }
    }


def _removed(route: Route) -> list[str]:
    declared = [
        name
        for plugin in route.plugins
        if isinstance(plugin, RequestTransformer)
        for name in plugin.config.remove.headers
    ]
    return [*declared, ROUTE_HEADER, LEASE_HEADER]


def _authorization(route: Route) -> dict[str, Any]:
    if not any(isinstance(plugin, Acl) for plugin in route.plugins):
        return _open()["typed_per_filter_config"]  # type: ignore[no-any-return] # it is what _open made
    mutations = {"request_mutations": [{"append": header(ROUTE_HEADER, route.name)}]}
    return {HEADERS: typed(HEADER_MUTATION_PER_ROUTE, mutations=mutations)}


def _open() -> Message:
    return {"typed_per_filter_config": {AUTHORISATION: typed(EXT_AUTHZ_PER_ROUTE, disabled=True)}}


def _size(route: Route) -> dict[str, Any]:
    limits = [it.config.max_bytes for it in route.plugins if isinstance(it, RequestSizeLimiting)]
    return {size_filter(limit): typed(FILTER_CONFIG, config={}) for limit in limits[:1]}


def _preflights(matcher: Matcher, cors: CorsConfig) -> Iterable[Message]:
    """Answer CORS preflight requests on every route that accepts OPTIONS."""
    if matcher.route.methods and "OPTIONS" not in matcher.route.methods:
        return
    conditions = [
        _method("OPTIONS"),
        {"name": "origin", "present_match": True},
        {"name": "access-control-request-method", "present_match": True},
    ]
    answer = [
        header("Access-Control-Allow-Methods", ",".join(cors.methods)),
        header("Access-Control-Allow-Headers", "%REQ(ACCESS-CONTROL-REQUEST-HEADERS)%"),
    ]
    if cors.max_age is not None:
        answer.append(header("Access-Control-Max-Age", str(cors.max_age)))
    for path in path_matches(matcher.path):
        yield {
            "name": f"{matcher.route.name}-preflight",
            "match": {**path, "headers": conditions},
            "direct_response": {"status": 200},
            "response_headers_to_add": answer,
            **_open(),
        }
