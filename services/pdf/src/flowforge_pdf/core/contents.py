"""What a document holds besides its pages."""

from collections.abc import Iterator

import pikepdf
from pydantic import BaseModel, Field

_DEEPEST, _MOST_ENTRIES = 64, 10_000


class Contents(BaseModel):
    tagged: bool = Field(description="True if a structure tree tells headings, lists and reading order.")
    outline_entries: int = Field(description="Number of bookmarks, up to 10,000.")
    attachments: int = Field(description="Number of embedded files.")
    form_fields: int = Field(description="Number of form fields.")
    xfa: bool = Field(description="True if it has an XFA form, which few programs show.")
    signatures: int = Field(description="Number of signature fields that are signed.")
    annotations: int = Field(description="Number of annotations, links included.")
    links: int = Field(description="Number of links.")
    javascript: bool = Field(description="True if the document or a page has scripts.")
    layers: int = Field(description="Number of layers (optional content groups).")


def survey(pdf: pikepdf.Pdf) -> Contents:
    kinds = [str(each.get("/Subtype", "")) for page in pdf.pages for each in annotations_of(page)]
    fields = list(terminal_fields(pdf))
    form = pdf.Root.get("/AcroForm")
    return Contents(
        tagged=isinstance(pdf.Root.get("/StructTreeRoot"), pikepdf.Dictionary),
        outline_entries=_outline_entries(pdf),
        attachments=len(pdf.attachments),
        form_fields=len(fields),
        xfa=isinstance(form, pikepdf.Dictionary) and "/XFA" in form,
        signatures=sum(1 for kind, each in fields if kind == "/Sig" and "/V" in each),
        annotations=len(kinds),
        links=kinds.count("/Link"),
        javascript=has_scripts(pdf),
        layers=_layers(pdf),
    )


def annotations_of(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from (each for each in found if isinstance(each, pikepdf.Dictionary))


def terminal_fields(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    """Yield every form field that has no fields below it, with its type, inherited or own."""
    form = pdf.Root.get("/AcroForm")
    top = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    seen: set[tuple[int, int]] = set()
    if isinstance(top, pikepdf.Array):
        for each in top:
            yield from _fields_below(each, "", 0, seen)


def _fields_below(
    node: object, kind: str, depth: int, seen: set[tuple[int, int]]
) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if not isinstance(node, pikepdf.Dictionary) or depth > _DEEPEST:
        return
    if node.is_indirect:
        if node.objgen in seen:
            return
        seen.add(node.objgen)
    kind = str(node.get("/FT", kind))
    kids = node.get("/Kids")
    below = [each for each in kids if _is_field(each)] if isinstance(kids, pikepdf.Array) else []
    if not below:
        yield kind, node
    for each in below:
        yield from _fields_below(each, kind, depth + 1, seen)


def _is_field(node: object) -> bool:
    return isinstance(node, pikepdf.Dictionary) and "/T" in node


def has_scripts(pdf: pikepdf.Pdf) -> bool:
    """Return whether an action anywhere in the document is a script."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and (each.get("/S") == "/JavaScript" or "/JS" in each):
            return True
    names = pdf.Root.get("/Names")
    return isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names


def _layers(pdf: pikepdf.Pdf) -> int:
    properties = pdf.Root.get("/OCProperties")
    groups = properties.get("/OCGs") if isinstance(properties, pikepdf.Dictionary) else None
    return len(groups) if isinstance(groups, pikepdf.Array) else 0


def _outline_entries(pdf: pikepdf.Pdf) -> int:
    root = pdf.Root.get("/Outlines")
    waiting: list[object] = [root.get("/First")] if isinstance(root, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_ENTRIES:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen:
            continue
        seen.add(node.objgen)
        waiting += [node.get("/Next"), node.get("/First")]
    return len(seen)
