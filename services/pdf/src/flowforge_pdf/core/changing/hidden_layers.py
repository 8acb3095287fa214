"""Remove what is drawn on hidden layers (optional content that is switched off)."""

from typing import Any

import pikepdf

from flowforge_pdf.core.contents import annotations_of

_DEEPEST = 12
_TEXT, _PAINT = ("Tj", "TJ"), ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*")
_DRAWN = ("Do", "sh", "INLINE IMAGE")
Key = tuple[int, int]


class LayerRemoval:
    """Which groups are off, and what was removed because of it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._off = _hidden_groups(pdf)
        self._done: set[Key] = set()
        self.removed = 0

    def remove(self) -> None:
        """Remove everything on hidden layers; the others are merged into the pages."""
        if not self._off:
            return
        for page in self._pdf.pages:
            page.contents_coalesce()
            contents, resources = page.obj.get("/Contents"), page.obj.get("/Resources")
            if isinstance(contents, pikepdf.Stream):
                rewritten = self._rewritten(page, resources)
                page.obj.Contents = self._pdf.make_stream(rewritten)
            self._forms(resources, 0)
            kept = [each for each in annotations_of(page) if not self._is_hidden(each.get("/OC"))]
            if "/Annots" in page.obj:
                self.removed += len(page.obj.Annots) - len(kept)
                page.obj.Annots = pikepdf.Array(kept)
        del self._pdf.Root["/OCProperties"]

    def _forms(self, resources: object, depth: int) -> None:
        forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(forms, pikepdf.Dictionary) or depth > _DEEPEST:
            return
        for name, form in list(forms.items()):
            if not isinstance(form, pikepdf.Stream):
                continue
            if self._is_hidden(form.get("/OC")):
                del forms[name]
            elif form.get("/Subtype") == "/Form" and form.objgen not in self._done:
                self._done.add(form.objgen)
                own = form.get("/Resources", resources)
                form.write(self._rewritten(form, own))
                self._forms(own, depth + 1)

    def _rewritten(self, content: Any, resources: object) -> bytes:
        kept: list[Any] = []
        marks: list[bool] = []
        for instruction in pikepdf.parse_content_stream(content):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BDC", "BMC"):
                marks.append(operator == "BDC" and self._is_marked(operands, resources))
            elif operator == "EMC" and marks:
                marks.pop()
            hidden = any(marks)
            if operator == "Do" and not hidden:
                hidden = self._is_hidden(_entry(resources, "/XObject", operands[0], "/OC"))
            kept += self._without(instruction, operator) if hidden else [instruction]
        return pikepdf.unparse_content_stream(kept)

    def _without(self, instruction: Any, operator: str) -> list[Any]:
        """Return what stays of an instruction: what it changes for those that follow, and no ink."""
        if operator in (*_TEXT, *_DRAWN):
            self.removed += 1
            return []
        if operator in ("'", '"'):
            self.removed += 1
            return [pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*"))]
        if operator in _PAINT:
            self.removed += 1
            return [pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))]
        return [instruction]

    def _is_marked(self, operands: Any, resources: object) -> bool:
        if len(operands) < 2 or str(operands[0]) != "/OC":  # noqa: PLR2004 - tag and properties
            return False
        named = operands[1]
        group = _entry(resources, "/Properties", named) if isinstance(named, pikepdf.Name) else named
        return self._is_hidden(group)

    def _is_hidden(self, group: object) -> bool:
        if not isinstance(group, pikepdf.Dictionary):
            return False
        if group.get("/Type") != "/OCMD":
            return group.objgen in self._off
        members = group.get("/OCGs")
        listed = list(members) if isinstance(members, pikepdf.Array) else [members]
        off = [each.objgen in self._off for each in listed if isinstance(each, pikepdf.Dictionary)]
        if not off:
            return False
        policy = str(group.get("/P", "/AnyOn"))
        shown = {
            "/AllOn": not any(off), "/AnyOff": any(off), "/AllOff": all(off),
        }.get(policy, not all(off))  # fmt: skip
        return not shown


def _entry(resources: object, kind: str, name: Any, key: str | None = None) -> object:
    found = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    found = found.get(str(name)) if isinstance(found, pikepdf.Dictionary) else None
    if key is None:
        return found
    return found.get(key) if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)) else None


def _hidden_groups(pdf: pikepdf.Pdf) -> set[Key]:
    properties = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
    if not isinstance(default, pikepdf.Dictionary) or not isinstance(properties, pikepdf.Dictionary):
        return set()
    off = _keys(default.get("/OFF"))
    if default.get("/BaseState") == "/OFF":
        off |= _keys(properties.get("/OCGs")) - _keys(default.get("/ON"))
    return off


def _keys(groups: object) -> set[Key]:
    return {each.objgen for each in groups} if isinstance(groups, pikepdf.Array) else set()
