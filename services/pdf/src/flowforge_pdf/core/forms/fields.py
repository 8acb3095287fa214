"""The fields of a form, each with its widgets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pikepdf

from flowforge_pdf.core.contents import annotations_of
from flowforge_pdf.core.document_information import text_of

FieldType = Literal["text", "checkbox", "radio", "choice", "button", "signature"]
_DEEPEST = 32
_READ_ONLY, _REQUIRED, _MULTILINE, _PASSWORD = 1, 2, 1 << 12, 1 << 13
_RADIO, _PUSH = 1 << 15, 1 << 16


@dataclass(slots=True)
class Widget:
    """Where a field stands: the page, from 0, and its annotation."""

    page: int
    annotation: pikepdf.Dictionary


@dataclass(slots=True)
class FormField:
    name: str
    type: FieldType
    flags: int
    node: pikepdf.Dictionary
    widgets: list[Widget] = field(default_factory=list)

    @property
    def read_only(self) -> bool:
        return bool(self.flags & _READ_ONLY)

    @property
    def required(self) -> bool:
        return bool(self.flags & _REQUIRED)

    @property
    def multiline(self) -> bool:
        return bool(self.flags & _MULTILINE)

    @property
    def states(self) -> list[str]:
        """Return what the field can be switched to, Off aside."""
        found: dict[str, None] = {}
        for widget in self.widgets:
            appearance = widget.annotation.get("/AP")
            normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
            if isinstance(normal, pikepdf.Dictionary):
                found |= {str(key)[1:]: None for key in normal if key != "/Off"}
        return list(found)

    @property
    def options(self) -> list[str]:
        options = inherited(self.node, "/Opt")
        if self.type in ("radio", "checkbox") or not isinstance(options, pikepdf.Array):
            return self.states
        return [
            (text_of(each[0]) if isinstance(each, pikepdf.Array) and len(each) else text_of(each)) or ""
            for each in options
        ]

    @property
    def value(self) -> str | list[str] | None:
        value = inherited(self.node, "/V")
        if isinstance(value, pikepdf.Array):
            return [text_of(each) or "" for each in value]
        return text_of(value)


def inherited(node: pikepdf.Dictionary, key: str) -> pikepdf.Object | None:
    """Return an entry of the field or of those above it."""
    current: object = node
    for _ in range(_DEEPEST):
        if not isinstance(current, pikepdf.Dictionary):
            return None
        if key in current:
            return current[key]
        current = current.get("/Parent")
    return None


def fields_of(pdf: pikepdf.Pdf) -> list[FormField]:
    """Return the fields that stand on pages, in the order of the pages."""
    fields: dict[str, FormField] = {}
    for page, annotation in _widgets(pdf):
        name = _name_of(annotation)
        node = annotation if "/T" in annotation else annotation.get("/Parent", annotation)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        flags = inherited(annotation, "/Ff")
        bits = int(flags) if flags is not None else 0
        if name not in fields:
            fields[name] = FormField(name, _type_of(annotation, bits), bits, node)
        fields[name].widgets.append(Widget(page, annotation))
    return list(fields.values())


def _widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Dictionary]]:
    for number, page in enumerate(pdf.pages):
        for annotation in annotations_of(page):
            if annotation.get("/Subtype") == "/Widget":
                yield number, annotation


def _name_of(annotation: pikepdf.Dictionary) -> str:
    parts: list[str] = []
    node: object = annotation
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            break
        own = text_of(node.get("/T"))
        if own:
            parts.append(own)
        node = node.get("/Parent")
    return ".".join(reversed(parts))


def _type_of(annotation: pikepdf.Dictionary, flags: int) -> FieldType:
    kind = str(inherited(annotation, "/FT"))
    if kind == "/Btn":
        return "radio" if flags & _RADIO else ("button" if flags & _PUSH else "checkbox")
    kinds: dict[str, FieldType] = {"/Ch": "choice", "/Sig": "signature"}
    return kinds.get(kind, "text")
