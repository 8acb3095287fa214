"""The files of the console, built from console/ and shipped in this package."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from flowforge_portal.core.content.page import HTML, Page, make_page

FOLDER = "bundle"
_MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": HTML,
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
_BASE = "/console/assets/"


@cache
def assets() -> Mapping[str, Page]:
    """Return the files of the console by address, which has the hash of all of them in it."""
    contents = _contents()
    base = f"{_BASE}{_digest(contents)}/"
    return {
        base + name: make_page(_media_type(name), content, is_permanent=True)
        for name, content in contents.items()
        if name != "index.html"
    }


@cache
def shell() -> Page:
    """Return the one HTML page of the console."""
    contents = _contents()
    base = f'"{_BASE}{_digest(contents)}/'.encode()
    return make_page(HTML, contents["index.html"].replace(b'"./', base))


@cache
def icon() -> Page:
    """Return the icon of the site."""
    return make_page(_MEDIA_TYPES["svg"], _contents()["icon.svg"])


@cache
def style_address() -> str:
    """Return the address of the style sheet, which the reference and the guide use too."""
    return next(address for address in assets() if address.endswith("/app.css"))


def _contents() -> dict[str, bytes]:
    folder = resources.files("flowforge_portal.core.content") / FOLDER
    found = sorted((entry for entry in folder.iterdir() if entry.is_file()), key=lambda entry: entry.name)
    return {entry.name: entry.read_bytes() for entry in found}


def _digest(contents: Mapping[str, bytes]) -> str:
    return hashlib.sha256(b"\0".join(contents.values())).hexdigest()[:12]


def _media_type(name: str) -> str:
    return _MEDIA_TYPES[name.rpartition(".")[2]]
