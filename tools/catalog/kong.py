"""The services, routes and upstreams of gateway/kong.yml."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowforge_gateway.services import Access, ExtraRoute, ServiceEntry

_CONNECT_MILLISECONDS = 2000
_RETRIES = 1
_FORM_MEGABYTES = 1  # a multipart form around the largest upload
_DOCUMENTS = r"(?:health|openapi\\.json|openapi-3\\.0\\.json|docs)$"


@dataclass(frozen=True)
class _Route:
    """A route as kong.yml states it."""

    name: str
    paths: Sequence[str]
    access: Access
    methods: Sequence[str] = ()
    megabytes: int | None = None  # None: no body is expected
    priority: int = 0  # an extra route is matched before the one for all of the service


def kong_block(entries: Sequence[ServiceEntry]) -> str:
    """Write services, the routes without one, and upstreams."""
    lines = ["services:"]
    for entry in entries:
        lines += _service(entry)
    lines += ["", *_unknown(entries), "", "upstreams:", *(_upstream(entry) for entry in entries)]
    return "\n".join(lines)


def _service(entry: ServiceEntry) -> Iterator[str]:
    """Write a service and, for routes with a timeout of their own, one more service on the same upstream."""
    usual = [route for route in entry.routes if route.timeout_seconds is None]
    routes = [
        _Route(f"{entry.name}-public", [rf"~/api/v1/{entry.name}/{_DOCUMENTS}"], "public", ["GET"]),
        *(_extra(entry, route) for route in usual),
        _Route(entry.name, [f"~/api/v1/{entry.name}(?:/|$)"], "key", (), entry.max_upload_megabytes),
    ]
    yield from _kong_service(entry, entry.name, entry.timeout_seconds, routes)
    for route in entry.routes:
        if route.timeout_seconds is not None:
            name = f"{entry.name}-{route.name}"
            yield from _kong_service(entry, name, route.timeout_seconds, [_extra(entry, route)])


def _extra(entry: ServiceEntry, route: ExtraRoute) -> _Route:
    paths = [pattern_of(path) for path in route.paths]
    takes_a_body = not route.methods or set(route.methods) & {"POST", "PUT", "PATCH"}
    megabytes = (route.max_upload_megabytes or entry.max_upload_megabytes) if takes_a_body else None
    return _Route(f"{entry.name}-{route.name}", paths, route.access, route.methods, megabytes, priority=1)


def pattern_of(path: str) -> str:
    """Write a path of services.yml as a Kong path, escaped for a double-quoted YAML string."""
    body = path.removesuffix("/*")
    pattern = "/".join("[^/]+" if part == "*" else re.escape(part) for part in body.split("/"))
    pattern = pattern.replace("\\-", "-").replace("\\", "\\\\")
    return f"~{pattern}(?:/|$)" if body != path else f"~{pattern}$"


def _kong_service(entry: ServiceEntry, name: str, seconds: int, routes: Sequence[_Route]) -> Iterator[str]:
    yield f"- name: {name}"
    yield f"  host: {entry.name}"
    yield f"  port: {entry.port}"
    yield f"  connect_timeout: {_CONNECT_MILLISECONDS}"
    yield f"  read_timeout: {seconds * 1000}"
    yield f"  write_timeout: {seconds * 1000}"
    yield f"  retries: {_RETRIES}"
    yield "  routes:"
    for route in routes:
        yield from _route(entry, route)


def _route(entry: ServiceEntry, route: _Route) -> Iterator[str]:
    yield f"  - name: {route.name}"
    quoted = ", ".join(f'"{path}"' for path in route.paths)
    yield f"    paths: [{quoted}]"
    if route.methods:
        yield f"    methods: [{', '.join(route.methods)}]"
    if route.priority:
        yield f"    regex_priority: {route.priority}"
    yield "    strip_path: false"
    if route.megabytes is not None or route.access != "public":
        # Kong streams a body that declares its length, and buffers a chunked one to measure it.
        yield "    request_buffering: false"
        yield "    response_buffering: false"
    yield "    plugins:"
    if route.access != "public":
        allowed = f"{entry.name}, all" if route.access == "key" else "all"
        yield "    - {name: key-auth, config: *key-auth}"
        yield "    - {name: jwt, config: *jwt}"
        yield "    - {name: basic-auth, config: *basic-auth}"
        yield f"    - {{name: acl, config: {{allow: [{allowed}], hide_groups_header: true}}}}"
    else:
        yield "    - {name: request-transformer, config: *nobody}"
    if route.megabytes is not None:
        size = f"allowed_payload_size: {route.megabytes + _FORM_MEGABYTES}, size_unit: megabytes"
        yield f"    - {{name: request-size-limiting, config: {{{size}}}}}"


def _unknown(entries: Sequence[ServiceEntry]) -> Iterator[str]:
    names = ", ".join(entry.name for entry in entries)
    yield "routes: # addresses that no service has"
    for name, path, message in (
        ("unknown-service", "/api/v1/", f"No service has this address; version 1 serves {names}"),
        ("unknown-version", "/api/", "This API version does not exist; the known versions are: v1"),
    ):
        yield f"- name: {name}"
        yield f'  paths: ["{path}"]'
        yield "  strip_path: false"
        yield "  plugins:"
        yield f'  - {{name: request-termination, config: {{status_code: 404, message: "{message}"}}}}'


def _upstream(entry: ServiceEntry) -> str:
    target = f'targets: [{{target: "{entry.name}:{entry.port}"}}]'
    return f"- {{name: {entry.name}, algorithm: {entry.balancing}, healthchecks: *health, {target}}}"
