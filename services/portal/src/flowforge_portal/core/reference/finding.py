"""Which page of the reference an address has."""

from collections.abc import Iterator
from typing import Any

from flowforge_portal.core.content.page import Page
from flowforge_portal.core.platform import Platform, Snapshot
from flowforge_portal.core.reference.errors_page import errors_page
from flowforge_portal.core.reference.layout import Menu, lay_out
from flowforge_portal.core.reference.markup import Markup, el, link, table
from flowforge_portal.core.reference.operation_page import operation_page

_ROOT = "/docs"


async def reference_page(path: str, platform: Platform) -> Page | None:
    """Return the overview, the page of an operation or the list of errors; None for another address."""
    rest = path.removeprefix(_ROOT).strip("/")
    snapshot = await platform.snapshot()
    if not rest:
        return _overview(snapshot)
    if rest == "errors":
        return errors_page(snapshot)
    if rest in snapshot.entries:
        entry = snapshot.entry(rest)
        return operation_page(entry, _neighbors(snapshot, entry["service"]))
    return None


def _neighbors(snapshot: Snapshot, service: str) -> Menu:
    found = [row["id"] for row in snapshot.catalog["operations"] if row["id"].startswith(f"{service}.")]
    return [(one.removeprefix(f"{service}."), f"{_ROOT}/{one}") for one in found]


def _overview(snapshot: Snapshot) -> Page:
    rows = snapshot.catalog["operations"]
    services = snapshot.catalog["services"]
    content = [
        el("h1", "Reference"),
        el("p", f"{len(rows)} operations of {len(services)} services. ", class_="lead"),
        el(
            "p",
            "The same as OpenAPI: ",
            link("/openapi.json", "3.1"),
            ", and ",
            link("/openapi-3.0.json", "3.0 for client generators"),
            ".",
        ),
        *_services(rows, services),
    ]
    menu = [(one["name"], f"{_ROOT}#{one['name']}") for one in services]
    return lay_out("Reference", content, here=_ROOT, menu=menu)


def _services(rows: list[dict[str, Any]], services: list[dict[str, Any]]) -> Iterator[Markup]:
    for service in services:
        name = service["name"]
        own = [row for row in rows if row["path"].startswith(f"/api/v1/{name}")]
        yield el("h2", name, id=name)
        yield el("p", service["description"])
        yield table(
            ("operation", "address", "what it does"),
            (
                (link(f"{_ROOT}/{row['id']}", row["id"]), f"{row['method']} {row['path']}", row["summary"])
                for row in own
            ),
        )
