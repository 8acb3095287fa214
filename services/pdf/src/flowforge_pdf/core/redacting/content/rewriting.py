"""Write content streams anew without what is removed; every other glyph stays where it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf

from flowforge_pdf.core.redacting.content.drawn import PAINTING, Glyph, Instruction, Scope
from flowforge_pdf.core.redacting.content.strings import readings, strings_in

_SHOWING = ("Tj", "TJ", "'", '"')
_MARKED = ("BDC", "DP")
_ALTERNATES = ("/ActualText", "/Alt", "/E")
Removals = dict[tuple[int, int], list[Glyph]]


class Rewriter:
    """Rewrites the scopes of one document."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._number = 0

    def rewrite(self, root: Scope, glyphs: Iterable[Glyph]) -> bytes | None:
        """Return the new content of *root*; None if nothing in it changes. Forms below it get copies."""
        removals: dict[int, Removals] = defaultdict(lambda: defaultdict(list))
        scopes: dict[int, Scope] = {}
        for glyph in glyphs:
            glyph.scope.texts.add(glyph.instruction)
            scopes[id(glyph.scope)] = glyph.scope
            removals[id(glyph.scope)][(glyph.instruction, glyph.element)].append(glyph)
        return self._content(root, removals) if root.is_changed else None

    def _content(self, scope: Scope, removals: dict[int, Removals]) -> bytes:
        own = removals.get(id(scope), {})
        renamed = {child.at: self._copied(child, removals) for child in scope.children if child.is_changed}
        if renamed:
            self._add_resources(scope, renamed)
        hidden = _alternates(scope)
        written: list[Any] = []
        for at, (operands, operator) in enumerate(scope.instructions):
            if at in renamed:
                written.append(([pikepdf.Name(renamed[at][0])], pikepdf.Operator("Do")))
            elif at in scope.drops:
                written += [([], pikepdf.Operator("n"))] if operator in PAINTING else []
            elif at in scope.texts and operator in _SHOWING:
                written += _shown(operands, operator, at, own)
            else:
                plain = _without_alternates(operands, scope.resources) if at in hidden else operands
                written.append((plain, pikepdf.Operator(operator)))
        return pikepdf.unparse_content_stream(written)

    def _copied(self, scope: Scope, removals: dict[int, Removals]) -> tuple[str, pikepdf.Stream]:
        """Return a name and a copy of the form, which this use draws from now on."""
        content = self._content(scope, removals)
        assert scope.stream is not None  # noqa: S101 - only forms are below others
        entries = {
            key: value
            for key, value in scope.stream.stream_dict.items()
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources", "/PieceInfo", "/Metadata")
        }
        copy = self._pdf.make_stream(content)
        for key, value in entries.items():
            copy[key] = value
        copy["/Resources"] = scope.resources
        self._number += 1
        return f"/Redacted{self._number}", copy

    def _add_resources(self, scope: Scope, renamed: dict[int, tuple[str, pikepdf.Stream]]) -> None:
        """Create resources for the scope that name the copies."""
        resources = pikepdf.Dictionary(dict(scope.resources.items()))
        found = resources.get("/XObject")
        objects = pikepdf.Dictionary(dict(found.items()) if isinstance(found, pikepdf.Dictionary) else {})
        still_used = {
            str(operands[0])
            for at, (operands, operator) in enumerate(scope.instructions)
            if operator == "Do" and operands and at not in renamed and at not in scope.drops
        }
        for at in renamed:
            old = str(scope.instructions[at][0][0])
            if old not in still_used and old in objects:
                del objects[old]
        for name, copy in renamed.values():
            objects[name] = copy
        resources["/XObject"] = objects
        scope.resources = resources


def _shown(operands: list[Any], operator: str, at: int, removals: Removals) -> list[Instruction]:
    """Return the instructions that show what is left of a string."""
    before: list[Any] = []
    if operator == '"':
        before += [([operands[0]], pikepdf.Operator("Tw")), ([operands[1]], pikepdf.Operator("Tc"))]
    if operator in ("'", '"'):
        before.append(([], pikepdf.Operator("T*")))
    elements = list(operands[0]) if operator == "TJ" else [operands[-1]]
    array: list[Any] = []
    for element, each in enumerate(elements):
        removed = removals.get((at, element))
        if removed is None:
            array.append(each)
        else:
            array += _left(bytes(each), removed)
    merged = _merged(array)
    return [*before, ([pikepdf.Array(merged)], pikepdf.Operator("TJ"))]


def _left(content: bytes, removed: Sequence[Glyph]) -> list[Any]:
    """Return the parts of a string that stay, with a shift in the place of each glyph that goes."""
    parts: list[Any] = []
    position = 0
    for glyph in sorted(removed, key=lambda each: each.start):
        if glyph.start > position:
            parts.append(pikepdf.String(content[position : glyph.start]))
        parts.append(glyph.adjust)
        position = glyph.start + glyph.length
    if position < len(content):
        parts.append(pikepdf.String(content[position:]))
    return parts


def _merged(array: list[Any]) -> list[Any]:
    """Join shifts that stand beside each other, so that they tell no single widths."""
    merged: list[Any] = []
    for each in array:
        if isinstance(each, (pikepdf.String, bytes)):
            merged.append(each)
        elif merged and isinstance(merged[-1], float):
            merged[-1] += float(each)
        else:
            merged.append(float(each))
    return [round(each, 3) if isinstance(each, float) else each for each in merged]


def hide_texts(scope: Scope) -> None:
    """Have the texts removed that are not shown, in this scope and those below it.

    They are in the properties of marked contents, and in operands that no operator takes.
    """
    for at, (operands, operator) in enumerate(scope.instructions):
        if operator in _MARKED:
            if _without_alternates(operands, scope.resources) is not operands:
                scope.scrubbed.add(at)
        elif operator not in _SHOWING and any(True for each in operands for _ in strings_in(each)):
            scope.drops.add(at)
    for child in scope.children:
        hide_texts(child)


def hidden_texts(scope: Scope) -> Iterator[str]:
    """Yield the texts in operands that are not shown, of this scope and those below it."""
    for operands, operator in scope.instructions:
        if operator not in _SHOWING:
            for each in operands:
                for found in strings_in(each):
                    yield from readings(found)
    for child in scope.children:
        yield from hidden_texts(child)


def _alternates(scope: Scope) -> set[int]:
    """Return the marked contents around removed glyphs, and those whose alternate texts are scrubbed."""
    opened: list[int] = []
    found = set(scope.scrubbed)
    for at, (_, operator) in enumerate(scope.instructions):
        if operator in ("BDC", "BMC"):
            opened.append(at)
        elif operator == "EMC" and opened:
            opened.pop()
        elif at in scope.texts or at in scope.drops:
            found.update(opened)
    return {at for at in found if scope.instructions[at][1] in _MARKED}


def _without_alternates(operands: list[Any], resources: pikepdf.Dictionary) -> list[Any]:
    """Return the operands of marked content with an identifier, and without texts."""
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        group = resources.get("/Properties")
        properties = group.get(str(properties)) if isinstance(group, pikepdf.Dictionary) else None
        if isinstance(properties, pikepdf.Dictionary) and properties.get("/Type") == "/OCG":
            return operands
    if not isinstance(properties, pikepdf.Dictionary):
        return operands
    kept = {
        key: value
        for key, value in properties.items()
        if key not in _ALTERNATES and not any(True for _ in strings_in(value))
    }
    if len(kept) == len(properties):
        return operands
    plain = {key: value for key, value in kept.items() if not getattr(value, "is_indirect", False)}
    return [operands[0], pikepdf.Dictionary(plain)]
