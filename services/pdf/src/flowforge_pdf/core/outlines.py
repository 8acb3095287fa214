"""Bookmarks: read from hostile documents, and written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf

from flowforge_pdf.core.document_information import text_of

_MOST_ENTRIES, _DEEPEST = 20_000, 64


@dataclass(slots=True)
class Bookmark:
    """`page` is counted from 0, `top` a height in its coordinates; None where it leads elsewhere."""

    title: str
    page: int | None
    top: float | None = None
    uri: str | None = None
    children: list["Bookmark"] = field(default_factory=list)


class Destinations:
    """Where names and destinations of a document lead."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: position for position, page in enumerate(pdf.pages)}
        self._pdf = pdf
        self._names: dict[str, object] | None = None

    def resolve(self, destination: object) -> tuple[int | None, list[object]]:
        """Return the page, from 0, and how it is shown."""
        for _ in range(4):
            if isinstance(destination, (pikepdf.String, pikepdf.Name)):
                destination = self._named(str(destination))
            elif isinstance(destination, pikepdf.Dictionary) and "/D" in destination:
                destination = destination["/D"]
            else:
                break
        if not isinstance(destination, pikepdf.Array) or not len(destination):
            return None, []
        first: object = destination[0]
        view: list[object] = []
        view.extend(list(destination)[1:])
        if isinstance(first, pikepdf.Dictionary):
            return self._pages.get(first.objgen), view
        if isinstance(first, int) and 0 <= first < len(self._pages):
            return first, view
        return None, []

    def _named(self, name: str) -> object:
        if self._names is None:
            self._names = dict(self._read_names())
        return self._names.get(name)

    def _read_names(self) -> Iterator[tuple[str, object]]:
        old = self._pdf.Root.get("/Dests")
        if isinstance(old, pikepdf.Dictionary):
            yield from ((str(name), value) for name, value in old.items())
        names = self._pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        if isinstance(tree, pikepdf.Dictionary):
            yield from tree_items(tree)


def tree_items(tree: pikepdf.Dictionary) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the entries of a name tree; one that goes in circles ends."""
    waiting: list[tuple[object, int]] = [(tree, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ENTRIES:
        node, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or depth > _DEEPEST or node.objgen in seen:
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        names = node.get("/Names")
        if isinstance(names, pikepdf.Array):
            pairs = list(names)
            yield from ((str(name), value) for name, value in zip(pairs[::2], pairs[1::2], strict=False))
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            waiting += [(kid, depth + 1) for kid in reversed(list(kids))]


def read_outline(pdf: pikepdf.Pdf) -> Iterator[tuple[Bookmark, int]]:
    """Yield every bookmark with its depth, from 0, in reading order."""
    root = pdf.Root.get("/Outlines")
    first = root.get("/First") if isinstance(root, pikepdf.Dictionary) else None
    destinations = Destinations(pdf)
    waiting: list[tuple[object, int]] = [(first, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ENTRIES:
        node, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen or depth > _DEEPEST:
            continue
        seen.add(node.objgen)
        yield _bookmark(node, destinations), depth
        waiting += [(node.get("/Next"), depth), (node.get("/First"), depth + 1)]


def _bookmark(node: pikepdf.Dictionary, destinations: Destinations) -> Bookmark:
    title = text_of(node.get("/Title")) or ""
    action = node.get("/A")
    destination: object = node.get("/Dest")
    uri = None
    if destination is None and isinstance(action, pikepdf.Dictionary):
        destination = action.get("/D") if action.get("/S") == "/GoTo" else None
        uri = text_of(action.get("/URI"))
    page, view = destinations.resolve(destination)
    top = view[2] if len(view) > 2 and view[0] == pikepdf.Name.XYZ else None  # noqa: PLR2004 - /XYZ left top zoom
    try:
        height = float(top) if top is not None else None  # type: ignore[arg-type] # a number, or refused
    except (TypeError, ValueError):
        height = None
    return Bookmark(title, page, height, uri)


def as_tree(entries: Iterator[tuple[Bookmark, int]]) -> list[Bookmark]:
    """Nest bookmarks by their depth."""
    top: list[Bookmark] = []
    levels: list[list[Bookmark]] = [top]
    for entry, depth in entries:
        del levels[min(depth, len(levels) - 1) + 1 :]
        levels[-1].append(entry)
        levels.append(entry.children)
    return top


def write_outline(pdf: pikepdf.Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Replace all bookmarks."""
    if "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]
    if not bookmarks:
        return
    with pdf.open_outline() as outline:
        outline.root.extend(_item(each) for each in bookmarks)


def _item(bookmark: Bookmark) -> pikepdf.OutlineItem:
    if bookmark.uri is not None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(bookmark.uri))
        item = pikepdf.OutlineItem(bookmark.title, action=action)
    elif bookmark.page is None:
        item = pikepdf.OutlineItem(bookmark.title)
    else:
        item = pikepdf.OutlineItem(bookmark.title, bookmark.page, "XYZ", top=bookmark.top)
    item.children.extend(_item(each) for each in bookmark.children)
    return item
