"""Carry the structure tags of pages over to the document that they become part of."""

from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf

from flowforge_pdf.core.arranging.tag_trees import Element, Leaf, PageKey

_OWN = ("/Type", "/P", "/K", "/Pg", "/Ref", "/ID")
_MOST_MCIDS = 100_000
_DEEPEST = 30


def copy_tags(
    target: pikepdf.Pdf, source: pikepdf.Pdf, tops: Sequence[Element], pages: Mapping[PageKey, pikepdf.Page]
) -> None:
    """Add the elements of *tops* that speak of *pages*, which are the source's pages in *target*."""
    taken = set(pages)
    copying = _Copying(target, source, pages)
    root = _root_of(target)
    for top in tops:
        if top.pages & taken:
            root.K.append(copying.element(top, root, taken))
    copying.write_parents(root)
    _copy_roles(target, source, root)
    target.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def forget_tags(page: pikepdf.Page) -> None:
    """Remove the numbers by which a page and what is on it were found in the tree that it came from."""
    annotations: Any = page.obj.get("/Annots")
    listed = list(annotations) if isinstance(annotations, pikepdf.Array) else []
    resources: Any = page.obj.get("/Resources")
    forms: Any = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    listed += list(forms.values()) if isinstance(forms, pikepdf.Dictionary) else []
    for each in (page.obj, *listed):
        for key in ("/StructParents", "/StructParent"):
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) and key in each:
                del each[key]


def _root_of(target: pikepdf.Pdf) -> Any:
    """Return the tree of *target*, made if it has none, and put right if it is incomplete."""
    if not isinstance(target.Root.get("/StructTreeRoot"), pikepdf.Dictionary):
        target.Root.StructTreeRoot = target.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        )
    root: Any = target.Root.StructTreeRoot
    top = root.get("/K")
    if not isinstance(top, pikepdf.Array):
        root.K = pikepdf.Array([top] if isinstance(top, pikepdf.Dictionary) else [])
    if not isinstance(root.get("/ParentTree"), pikepdf.Dictionary) or not root.ParentTree.is_indirect:
        tree = root.get("/ParentTree")
        has_tree = isinstance(tree, pikepdf.Dictionary)
        root.ParentTree = target.make_indirect(tree if has_tree else pikepdf.Dictionary(Nums=pikepdf.Array()))
    if not isinstance(root.get("/ParentTreeNextKey"), int):
        root.ParentTreeNextKey = max(pikepdf.NumberTree(root.ParentTree), default=-1) + 1
    return root


class _Copying:
    def __init__(
        self, target: pikepdf.Pdf, source: pikepdf.Pdf, pages: Mapping[PageKey, pikepdf.Page]
    ) -> None:
        self._target, self._source, self._pages = target, source, pages
        # What holds marked content, with its elements by their numbers; and objects that are one element.
        self._holders: dict[PageKey, tuple[Any, dict[int, Any]]] = {}
        self._objects: list[tuple[Any, Any]] = []
        self._on_page = {key: {each.objgen for each in _annotations(page)} for key, page in pages.items()}

    def element(self, element: Element, parent: Any, taken: set[PageKey]) -> Any:
        made = self._target.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, P=parent))
        for key, value in element.object.items():
            if key not in _OWN:
                made[key] = self._copied(value, 0)
        own: Any = element.object.get("/Pg")
        if isinstance(own, pikepdf.Dictionary) and own.objgen in taken:
            made.Pg = self._pages[own.objgen].obj
        kids = [copy for kid in element.kids if (copy := self._kid(kid, made, taken)) is not None]
        if kids:
            made.K = kids[0] if len(kids) == 1 else pikepdf.Array(kids)
        return made

    def _kid(self, kid: Element | Leaf, made: Any, taken: set[PageKey]) -> Any:
        """Return the copy of what speaks of a page that was taken, or of none."""
        if isinstance(kid, Element):
            return self.element(kid, made, taken) if kid.pages & taken or not kid.pages else None
        return self._leaf(kid, made) if kid.page in taken else None

    def _leaf(self, leaf: Leaf, element: Any) -> Any:
        page = self._pages[leaf.page].obj
        if leaf.object is not None:
            copy = self._target.copy_foreign(leaf.object) if leaf.object.is_indirect else None
            if copy is None or copy.objgen not in self._on_page[leaf.page]:
                return None
            self._objects.append((copy, element))
            return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page, Obj=copy)
        entries: dict[str, Any] = {"Type": pikepdf.Name.MCR, "Pg": page, "MCID": leaf.mcid}
        holder: Any = page
        if isinstance(leaf.stream, pikepdf.Stream):
            holder = entries["Stm"] = self._target.copy_foreign(leaf.stream)
        if leaf.mcid < _MOST_MCIDS:
            self._holders.setdefault(holder.objgen, (holder, {}))[1][leaf.mcid] = element
        if holder.objgen == page.objgen == (element.Pg.objgen if "/Pg" in element else None):
            return leaf.mcid
        return pikepdf.Dictionary({f"/{key}": value for key, value in entries.items()})

    def _copied(self, value: Any, depth: int) -> Any:
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)) or depth > _DEEPEST:
            return value if not isinstance(value, pikepdf.Object) or not value.is_indirect else None
        if value.is_indirect:
            return self._target.copy_foreign(value)
        if isinstance(value, pikepdf.Array):
            return pikepdf.Array([self._copied(each, depth + 1) for each in value])
        return pikepdf.Dictionary({key: self._copied(each, depth + 1) for key, each in value.items()})

    def write_parents(self, root: Any) -> None:
        """Number what was copied, from the first number that is free."""
        number = int(root.ParentTreeNextKey)
        numbers = pikepdf.NumberTree(root.ParentTree)
        for holder, elements in self._holders.values():
            listed = [elements.get(mcid) for mcid in range(max(elements) + 1)]
            holder.StructParents = number
            numbers[number] = self._target.make_indirect(pikepdf.Array(listed))
            number += 1
        for copy, element in self._objects:
            copy.StructParent = number
            numbers[number] = element
            number += 1
        root.ParentTreeNextKey = number


def _annotations(page: pikepdf.Page) -> list[Any]:
    found: Any = page.obj.get("/Annots")
    return list(found) if isinstance(found, pikepdf.Array) else []


def _copy_roles(target: pikepdf.Pdf, source: pikepdf.Pdf, root: Any) -> None:
    """Add the roles and classes of the source; where a name means two things, the first stays."""
    old: Any = source.Root.StructTreeRoot
    for key in ("/RoleMap", "/ClassMap"):
        group = old.get(key)
        if not isinstance(group, pikepdf.Dictionary):
            continue
        if key not in root:
            root[key] = pikepdf.Dictionary()
        for name, value in group.items():
            if name not in root[key]:
                is_plain = isinstance(value, pikepdf.Name)
                root[key][name] = value if is_plain else target.copy_foreign(source.make_indirect(value))
