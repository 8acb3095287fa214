"""docs/services.md: the services and the routes of the gateway."""

from collections.abc import Iterator, Sequence

from flowforge_gateway.services import ExtraRoute, ServiceEntry

Row = Sequence[str]
SERVICES = ("service", "port", "largest upload", "timeout", "balancing")
ROUTES = ("address", "methods", "credential", "service", "timeout")

_CREDENTIALS = {"key": "key", "every-service": "key for all services", "public": "none"}


def services_rows(entries: Sequence[ServiceEntry]) -> list[Row]:
    """Return one row for each service."""
    return [
        (
            f"`{entry.name}`",
            str(entry.port),
            f"{entry.max_upload_megabytes} MB",
            f"{entry.timeout_seconds} s",
            entry.balancing,
        )
        for entry in entries
    ]


def route_rows(entries: Sequence[ServiceEntry]) -> list[Row]:
    """Return one row for each path of each route."""
    return [row for entry in entries for row in _routes(entry)]


def _routes(entry: ServiceEntry) -> Iterator[Row]:
    timeout = f"{entry.timeout_seconds} s"
    documents = "{health, openapi.json, openapi-3.0.json, docs}"
    yield (f"`/api/v1/{entry.name}/{documents}`", "GET", "none", entry.name, timeout)
    for route in entry.routes:
        yield from _extra(entry, route)
    yield (f"`/api/v1/{entry.name}/*`", "all", "key", entry.name, timeout)


def _extra(entry: ServiceEntry, route: ExtraRoute) -> Iterator[Row]:
    methods = ", ".join(route.methods) or "all"
    credential = _CREDENTIALS[route.access]
    seconds = route.timeout_seconds or entry.timeout_seconds
    for path in route.paths:
        yield (f"`{path}`", methods, credential, entry.name, f"{seconds} s")
