"""The pages of the guide, built from guide/ and shipped in this package."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from flowforge_portal.core.content.bundle import style_address
from flowforge_portal.core.content.page import HTML, Page, make_page

FOLDER = "guide"
_ROOT = "/guide"
_STYLE = b"@STYLE@"


def guide_page(path: str) -> Page | None:
    """Return the page at *path*; None if the guide has none there."""
    plain = path.rstrip("/")
    return _pages().get(f"{_ROOT}/index.html" if plain == _ROOT else plain)


@cache
def _pages() -> Mapping[str, Page]:
    folder = resources.files("flowforge_portal.core.content") / FOLDER
    style = style_address().encode()
    found = dict(_files(folder, _ROOT))
    return {path: make_page(HTML, content.replace(_STYLE, style)) for path, content in found.items()}


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        address = f"{path}/{entry.name}"
        found += _files(entry, address) if entry.is_dir() else [(address, entry.read_bytes())]
    return found
