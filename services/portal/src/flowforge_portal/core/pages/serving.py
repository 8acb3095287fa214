"""Serve pages before the operations of the portal: a small ASGI layer, without a credential."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from flowforge_portal.core.content.page import Headers, Page
from flowforge_portal.core.pages.finding import find_page
from flowforge_portal.core.platform import Platform
from servicekit import NotFound

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
_AGENTS = "/mcp"


def with_pages(application: Any) -> Any:
    """Return *application* with the pages before its own routes."""
    application.add_middleware(Pages, portal=application)
    application.mount(_AGENTS, _Agents(application))
    return application


class _Agents:
    """The MCP endpoint: behind the kit's check of who calls, unlike pages."""

    def __init__(self, portal: Any) -> None:
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _opened(self._portal).agents.asgi_app(scope, receive, send)


def _opened(portal: Any) -> Any:
    return portal.running.resources.by_name["platform"].value


class Pages:
    """Answers GET and HEAD of pages; hands everything else on."""

    def __init__(self, app: Asgi, portal: Any) -> None:
        self._app = app
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == _AGENTS:
            scope["path"] += "/"  # a mounted application begins behind its path
        page = await self._find(scope)
        if page is None:
            await self._app(scope, receive, send)
            return
        await _send(page, scope, send)

    async def _find(self, scope: Scope) -> Page | None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or self._portal.running is None:
            return None
        platform: Platform = _opened(self._portal).platform
        return await find_page(scope["path"], dict(_query(scope)), platform)


def _query(scope: Scope) -> list[tuple[str, str]]:
    pairs = scope["query_string"].decode("latin-1").split("&")
    return [(name, value) for name, _, value in (pair.partition("=") for pair in pairs)]


async def _send(page: Page, scope: Scope, send: Send) -> None:
    asked = dict(scope["headers"])
    headers: Headers = page.headers()
    if page.etag.encode() in asked.get(b"if-none-match", b""):
        await _answer(send, 304, headers, b"")
        return
    accepts_gzip = b"gzip" in asked.get(b"accept-encoding", b"")
    body = page.body(accepts_gzip=accepts_gzip)
    if accepts_gzip and page.is_packed:
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await _answer(
        send, NotFound.status if page.is_missing else 200, headers, b"" if scope["method"] == "HEAD" else body
    )


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
