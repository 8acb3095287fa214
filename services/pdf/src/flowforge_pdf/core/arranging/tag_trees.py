"""Read the structure tags of a document: which elements speak of which pages."""

from dataclasses import dataclass, field
from typing import Any

import pikepdf

_MOST_ELEMENTS, _DEEPEST = 200_000, 120
PageKey = tuple[int, int]


class TagsUnreadable(Exception):
    """The tree is damaged, too deep or too large."""


@dataclass(slots=True, eq=False)
class Leaf:
    """Marked content (*mcid*), in a form (*stream*) or on the page itself; or an annotation (*object*)."""

    page: PageKey
    mcid: int = -1
    stream: Any = None
    object: Any = None


@dataclass(slots=True, eq=False)
class Element:
    object: pikepdf.Dictionary
    kids: "list[Element | Leaf]" = field(default_factory=list)
    pages: set[PageKey] = field(default_factory=set)


def read_tags(pdf: pikepdf.Pdf) -> list[Element]:
    """Return the elements at the top. Raises TagsUnreadable."""
    root: Any = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return []
    return [each for each in _Reading().kids(root, None, 0) if isinstance(each, Element)]


class _Reading:
    def __init__(self) -> None:
        self._seen: set[PageKey] = set()

    def kids(self, parent: pikepdf.Dictionary, page: PageKey | None, depth: int) -> list[Element | Leaf]:
        if depth > _DEEPEST:
            raise TagsUnreadable
        found: Any = parent.get("/K")
        listed = list(found) if isinstance(found, pikepdf.Array) else [found]
        read = (self._kid(each, page, depth) for each in listed)
        return [each for each in read if each is not None]

    def _kid(self, kid: Any, page: PageKey | None, depth: int) -> Element | Leaf | None:
        if isinstance(kid, int):
            return Leaf(page, kid) if page is not None and kid >= 0 else None
        if not isinstance(kid, pikepdf.Dictionary):
            return None
        own: Any = kid.get("/Pg")
        page = own.objgen if isinstance(own, pikepdf.Dictionary) else page
        if kid.get("/Type") in ("/MCR", "/OBJR"):
            return _leaf(kid, page)
        if kid.is_indirect and kid.objgen in self._seen:
            return None
        self._seen.add(kid.objgen if kid.is_indirect else (-len(self._seen), 0))
        if len(self._seen) > _MOST_ELEMENTS:
            raise TagsUnreadable
        element = Element(kid, self.kids(kid, page, depth + 1))
        for each in element.kids:
            element.pages |= each.pages if isinstance(each, Element) else {each.page}
        return element


def _leaf(kid: pikepdf.Dictionary, page: PageKey | None) -> Leaf | None:
    if page is None:
        return None
    target: Any = kid.get("/Obj")
    if isinstance(target, (pikepdf.Dictionary, pikepdf.Stream)):
        return Leaf(page, object=target)
    number: Any = kid.get("/MCID")
    return Leaf(page, number, stream=kid.get("/Stm")) if isinstance(number, int) and number >= 0 else None
