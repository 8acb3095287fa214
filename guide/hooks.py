"""Put into the pages what is declared elsewhere: tiers of the gateway, and limits of the services."""

import posixpath
import re
from pathlib import Path
from typing import Any

import yaml
from tools.catalog.document import services_rows

from flowforge_gateway.services import load_entries

ROOT = Path(__file__).parents[1]


def on_page_markdown(markdown: str, **_more: Any) -> str:
    """Replace the marks of tables with the tables."""
    for mark, table in (("@TIERS@", _tiers), ("@UPLOADS@", _uploads)):
        if mark in markdown:
            markdown = markdown.replace(mark, table())
    return markdown


def on_page_content(html: str, page: Any, **_more: Any) -> str:
    """Write links between pages from the root: the first page is at /guide and at /guide/index.html."""
    folder = posixpath.dirname(f"/guide/{page.url}")

    def absolute(found: re.Match[str]) -> str:
        address, mark, anchor = found[1].partition("#")
        return f'href="{posixpath.normpath(posixpath.join(folder, address))}{mark}{anchor}"'

    html = html.replace("<pre>", '<pre tabindex="0">')  # what scrolls can be reached by the keyboard
    return re.sub(r'href="(?![a-z]+:|/|#)([^"]+)"', absolute, html)


def _tiers() -> str:
    declared = yaml.safe_load((ROOT / "gateway" / "kong.yml").read_text(encoding="utf-8"))["_ignore"]
    lines = ["| tier | calls a minute | calls a day |", "| --- | --- | --- |"]
    for one in declared:
        if isinstance(one, dict) and "tier" in one:
            limits = next(plugin["config"] for plugin in one["plugins"] if plugin["name"] == "rate-limiting")
            lines.append(f"| {one['tier']} | {limits['minute']:,} | {limits['day']:,} |")
    return "\n".join(lines)


def _uploads() -> str:
    lines = ["| service | largest request | longest answer |", "| --- | --- | --- |"]
    rows = services_rows(load_entries())
    return "\n".join([*lines, *(f"| {row[0]} | {row[2]} | {row[3]} |" for row in rows)])
