"""Which page an address has."""

from collections.abc import Awaitable, Callable, Mapping

import orjson

from flowforge_portal.core.content.bundle import assets, icon, shell
from flowforge_portal.core.content.guide import guide_page
from flowforge_portal.core.content.page import JSON, Page, make_page
from flowforge_portal.core.platform import Platform
from flowforge_portal.core.reference import reference_page
from flowforge_portal.core.reference.layout import missing_page

_SHELL = ("/ops/", "/s/", "/runs", "/files", "/jobs")
_ENTRY, _END = "/console/ops/", ".json"
Query = Mapping[str, str]


async def find_page(path: str, query: Query, platform: Platform) -> Page | None:
    """Return the page at *path*; None if no page has this address."""
    if (fixed := _fixed_page(path)) is not None or not platform.addresses:
        return fixed  # without services there is nothing else to show
    if path.startswith("/docs"):
        return await reference_page(path, platform) or missing_page()
    if path.startswith(_ENTRY) and path.endswith(_END):
        return await _entry(path.removeprefix(_ENTRY).removesuffix(_END), query, platform)
    documented = _DOCUMENTS.get(path)
    return await documented(platform) if documented else None


def _fixed_page(path: str) -> Page | None:
    """Return a page that is the same for every platform."""
    if path == "/" or path.startswith(_SHELL):
        return shell()
    if path.startswith("/guide"):
        return guide_page(path) or missing_page()
    return icon() if path == "/favicon.ico" else assets().get(path)


async def _catalog(platform: Platform) -> Page:
    snapshot = await platform.snapshot()
    return make_page(JSON, orjson.dumps(snapshot.catalog | {"away": platform.away}))


async def _entry(operation_id: str, query: Query, platform: Platform) -> Page | None:
    snapshot = await platform.snapshot()
    packed = snapshot.entries.get(operation_id)
    if packed is None:
        return None
    is_permanent = query.get("v") == snapshot.version
    return Page(JSON, packed, is_packed=True, is_permanent=is_permanent)


async def _document(platform: Platform) -> Page:
    return Page(JSON, (await platform.snapshot()).document, is_packed=True)


async def _generator_document(platform: Platform) -> Page:
    return Page(JSON, await platform.generator_document(), is_packed=True)


_DOCUMENTS: Mapping[str, Callable[[Platform], Awaitable[Page]]] = {
    "/console/catalog.json": _catalog,
    "/openapi.json": _document,
    "/openapi-3.0.json": _generator_document,
}
