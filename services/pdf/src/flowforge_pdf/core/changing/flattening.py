"""Draw annotations into their pages."""

import pikepdf

from flowforge_pdf.core.contents import annotations_of

_INTERACTIVE = ("/Link", "/Popup", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D")


def flatten(pdf: pikepdf.Pdf, *, forms: bool, annotations: bool) -> None:
    """Flatten form fields, other annotations, or both; links stay."""
    kept: dict[int, list[pikepdf.Dictionary]] = {}
    for number, page in enumerate(pdf.pages):
        kept[number] = [each for each in annotations_of(page) if not _is_chosen(each, forms, annotations)]
        chosen = [each for each in annotations_of(page) if _is_chosen(each, forms, annotations)]
        page.obj.Annots = pikepdf.Array(chosen)
    pdf.flatten_annotations("screen")
    for number, page in enumerate(pdf.pages):
        if kept[number]:
            page.obj.Annots = pikepdf.Array(kept[number])
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]


def _is_chosen(annotation: pikepdf.Dictionary, forms: bool, annotations: bool) -> bool:  # noqa: FBT001 - as in flatten
    kind = str(annotation.get("/Subtype", ""))
    if kind == "/Widget":
        return forms
    return annotations and kind not in _INTERACTIVE
