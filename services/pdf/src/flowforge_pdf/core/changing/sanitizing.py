"""Remove active and hidden content from a document."""

from collections.abc import Mapping

import pikepdf
from pikepdf import sanitize

from flowforge_pdf.core.contents import annotations_of
from servicekit import InvalidInput

_ALWAYS = (
    sanitize.remove_thumbnails,
    sanitize.remove_search_index,
    sanitize.remove_web_capture,
    sanitize.remove_private_app_data,
)


class HiddenLayers(InvalidInput):
    code = "PDF_HAS_HIDDEN_LAYERS"
    message = "The document has hidden layers. Set 'hidden_layers' to remove, to delete what they hold."


def remove(pdf: pikepdf.Pdf, chosen: Mapping[str, object]) -> None:
    """Remove what is chosen by name."""
    ways = {
        "scripts": sanitize.remove_javascript,
        "attachments": sanitize.remove_attachments,
        "external": sanitize.remove_external_access,
        "multimedia": sanitize.remove_multimedia,
        "links": lambda each: _remove_annotations(each, {"/Link"}),
        "annotations": lambda each: _remove_annotations(each, None),
        "metadata": _remove_metadata,
    }
    for name, way in ways.items():
        if chosen.get(name):
            way(pdf)
    for always in _ALWAYS:
        always(pdf)


def _remove_annotations(pdf: pikepdf.Pdf, kinds: set[str] | None) -> None:
    for page in pdf.pages:
        kept = []
        for annotation in annotations_of(page):
            kind = str(annotation.get("/Subtype", ""))
            if kind == "/Widget" or (kinds is not None and kind not in kinds):
                kept.append(annotation)
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array(kept)


def _remove_metadata(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for each in pdf.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) and "/Metadata" in each:
            del each["/Metadata"]


def has_hidden_layers(pdf: pikepdf.Pdf) -> bool:
    properties = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
    if not isinstance(default, pikepdf.Dictionary):
        return False
    off = default.get("/OFF")
    return default.get("/BaseState") == "/OFF" or (isinstance(off, pikepdf.Array) and len(off) > 0)
