"""The frame of every page of the reference and the guide."""

from collections.abc import Sequence
from dataclasses import replace

from flowforge_portal.core.content.bundle import style_address
from flowforge_portal.core.content.page import HTML, Page, make_page
from flowforge_portal.core.reference.markup import Markup, el, joined, link

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} · FlowForge</title><link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="{style}"></head><body class="doc">
<a class="skip" href="#main">Skip to content</a>
<header class="bar"><a class="brand" href="/" aria-label="FlowForge"><span>FlowForge</span></a>
<nav class="docnav" aria-label="Documentation">{places}</nav></header>
<div class="docshell"><nav class="toc" aria-label="Pages">{menu}</nav><main id="main">{content}</main></div>
</body></html>
"""
_PLACES = (("Console", "/"), ("Guide", "/guide"), ("Reference", "/docs"), ("Errors", "/docs/errors"))
Menu = Sequence[tuple[str, str]]


def lay_out(title: str, content: Sequence[str], *, here: str, menu: Menu = ()) -> Page:
    """Return a whole page. *menu* lists neighboring pages by name and address."""
    written = _PAGE.format(
        title=joined([title]),
        style=style_address(),
        places=joined(_place(name, address, here) for name, address in _PLACES),
        menu=el("ul", *(el("li", _place(name, address, here)) for name, address in menu)) if menu else "",
        content=joined(content),
    )
    return make_page(HTML, written.encode())


def missing_page() -> Page:
    """Return what stands at an address without a page."""
    content = [
        el("h1", "No page here"),
        el("p", "Look in the ", link("/guide", "guide"), " or in the ", link("/docs", "reference"), "."),
    ]
    return replace(lay_out("No page here", content, here=""), is_missing=True)


def _place(name: str, address: str, here: str) -> Markup:
    current = {"aria_current": "page"} if address == here else {}
    return el("a", name, href=address, **current)


def crumbs(*steps: tuple[str, str]) -> Markup:
    """Return the path to this page."""
    return el(
        "p", *(piece for name, address in steps for piece in (link(address, name), " / ")), class_="crumb"
    )
