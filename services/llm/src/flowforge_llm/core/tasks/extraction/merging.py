"""One tree out of those of many pieces: the first value with evidence wins, lists are put together."""

from typing import Any

from flowforge_llm.core.tasks.extraction.extraction_schema import ListNode, ObjectNode, SchemaNode
from flowforge_llm.core.tasks.extraction.grounding import Found, Tree, is_empty


def merge(wish: SchemaNode, trees: list[Tree]) -> tuple[Tree, list[Found]]:
    """Return the merged tree, and the claims of list items that were dropped because nothing bears them out.

    Pieces overlap: of items that are alike, or a part of a fuller one found at the same place, one is kept.
    """
    if isinstance(wish, ObjectNode):
        merged: dict[str, Tree] = {}
        dropped: list[Found] = []
        for name, one in wish.fields.items():
            merged[name], more = merge(one, [tree[name] for tree in trees])
            dropped += more
        return merged, dropped
    if isinstance(wish, ListNode):
        return _united(wish, [item for tree in trees for item in tree])
    return _best(trees), []


def _united(wish: ListNode, items: list[Tree]) -> tuple[list[Tree], list[Found]]:
    dropped = [
        found for item in items if is_empty(item) for found in leaves(item) if found.claimed is not None
    ]
    kept: list[Tree] = []
    for item in items:
        if is_empty(item):
            continue
        cleaned, more = merge(wish.item, [item])  # lists within
        dropped += more
        twins = [
            number
            for number, other in enumerate(kept)
            if _is_part(cleaned, other) or _is_part(other, cleaned)
        ]
        if not twins:
            kept.append(cleaned)
        elif _weight(cleaned) > _weight(kept[twins[0]]):
            kept[twins[0]] = cleaned
    return kept[: wish.most], dropped


def _best(found: list[Found]) -> Found:
    for one in found:
        if one.value is not None:
            return one
    claims = [one for one in found if one.claimed is not None]
    return (claims or found)[0]


def _is_part(one: Tree, other: Tree) -> bool:
    """Return whether all that *one* says stands in *other* too, of the same places."""
    if isinstance(one, Found):
        return one.value is None or (one.value == other.value and one.span == other.span)
    if isinstance(one, dict):
        return all(_is_part(one[name], other[name]) for name in one)
    return bool(one == other)


def _weight(tree: Tree) -> int:
    return sum(found.value is not None for found in leaves(tree))


def leaves(tree: Tree) -> list[Found]:
    """Return every leaf, in order."""
    if isinstance(tree, Found):
        return [tree]
    below: Any = tree.values() if isinstance(tree, dict) else tree
    return [found for one in below for found in leaves(one)]
