"""Extract pages of a document with what belongs to them, and combine pages of several documents."""

from collections.abc import Sequence

import pikepdf

from flowforge_pdf.core.arranging.tag_copies import copy_tags, forget_tags
from flowforge_pdf.core.arranging.tag_trees import TagsUnreadable, read_tags
from flowforge_pdf.core.steps import Work

DOCUMENT_KEYS = ("/Lang", "/ViewerPreferences", "/PageLayout", "/PageMode", "/OutputIntents", "/Metadata")
_TAGS_LOST = "The structure tags (for screen readers) could not be read, and are left out."
_TAGS_MISSING = "Some of the pages have no structure tags (for screen readers)."


def take_pages(pdf: pikepdf.Pdf, positions: Sequence[int], work: Work) -> pikepdf.Pdf:
    """Return a new document of these pages: nothing of other pages is left in it.

    Form fields, layers, links and bookmarks that lead to the pages are kept, and so are metadata and
    attachments.
    """
    taken = pikepdf.new()
    append_pages(taken, pdf, positions, work)
    copy_document_entries(pdf, taken)
    copy_attachments(pdf, taken)
    if "/PageLabels" in pdf.Root:
        write_labels(taken, [pdf.pages[position].label for position in positions])
    return taken


def append_pages(
    target: pikepdf.Pdf, source: pikepdf.Pdf, positions: Sequence[int], work: Work, *, outline: bool = True
) -> None:
    """Append pages of *source* with tags, form fields, links, layers, and the bookmarks that lead to them."""
    start = len(target.pages)
    _append(target, source, positions, work, outline=outline)
    _append_tags(target, source, positions, work, start)


def _append_tags(
    target: pikepdf.Pdf, source: pikepdf.Pdf, positions: Sequence[int], work: Work, start: int
) -> None:
    """Carry the structure tags of appended pages over. A page that is taken twice has them once."""
    is_tagged, was_tagged = "/StructTreeRoot" in source.Root, "/StructTreeRoot" in target.Root
    if not is_tagged and not was_tagged:
        return  # numbers that lead to no tree do no harm
    if not (is_tagged and was_tagged) and (was_tagged or start):
        work.warn(_TAGS_MISSING)
    for page in target.pages[start if was_tagged else 0 :]:
        forget_tags(page)
    if not is_tagged:
        return
    added = target.pages[start:]
    try:
        if id(source) not in work.tags:
            work.tags[id(source)] = read_tags(source)
        pages: dict[tuple[int, int], pikepdf.Page] = {}
        for position, page in zip(positions, added, strict=True):
            pages.setdefault(source.pages[position].obj.objgen, page)
        copy_tags(target, source, work.tags[id(source)], pages)
    except TagsUnreadable:
        work.warn(_TAGS_LOST)


def _append(
    target: pikepdf.Pdf, source: pikepdf.Pdf, positions: Sequence[int], work: Work, *, outline: bool
) -> None:
    if is_plain(source, positions):
        target.pages.extend([source.pages[position] for position in positions])
        return
    result = target.add_pages_from(source, positions, outlines="preserve" if outline else "ignore")
    if result.renamed_fields:
        shown = ", ".join(f"{old} to {new}" for old, new in list(result.renamed_fields.items())[:5])
        work.warn(
            f"{len(result.renamed_fields)} form fields were renamed, because a name was taken: {shown}."
        )
    drop_dead_links(target)


def is_plain(pdf: pikepdf.Pdf, positions: Sequence[int]) -> bool:
    """Return whether the document has nothing beside these pages that belongs to them."""
    extras = ("/AcroForm", "/Outlines", "/OCProperties", "/Dests", "/Names")
    if any(key in pdf.Root for key in extras):
        return False
    return not any("/Annots" in pdf.pages[position].obj for position in positions)


def drop_dead_links(pdf: pikepdf.Pdf) -> None:
    """Remove links whose page was not taken."""
    present = {page.obj.objgen for page in pdf.pages}
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        kept = [each for each in annotations if not _is_dead(each, present)]
        if len(kept) != len(annotations):
            page.obj.Annots = pikepdf.Array(kept)


def _is_dead(annotation: object, present: set[tuple[int, int]]) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") != "/Link":
        return annotation is None
    destination: object = annotation.get("/Dest")
    action = annotation.get("/A")
    if destination is None and isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo":
        destination = action.get("/D")
    if destination is None:
        return not isinstance(action, pikepdf.Dictionary)
    if not isinstance(destination, pikepdf.Array) or not len(destination):
        return False
    page = destination[0]
    return not isinstance(page, pikepdf.Dictionary) or page.objgen not in present


def copy_document_entries(source: pikepdf.Pdf, target: pikepdf.Pdf) -> None:
    """Copy metadata, language and how viewers open the document."""
    for key in DOCUMENT_KEYS:
        value = source.Root.get(key)
        if value is not None and key not in target.Root:
            target.Root[key] = (
                target.copy_foreign(value) if value.is_indirect else _copied(target, source, value)
            )
    information = source.trailer.get("/Info")
    if isinstance(information, pikepdf.Dictionary) and information.is_indirect:
        target.trailer["/Info"] = target.copy_foreign(information)


def _copied(target: pikepdf.Pdf, source: pikepdf.Pdf, value: pikepdf.Object) -> pikepdf.Object:
    """Copy a direct object: what it refers to belongs to the document that it came from."""
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)):
        return target.copy_foreign(source.make_indirect(value))
    return value


def copy_attachments(source: pikepdf.Pdf, target: pikepdf.Pdf) -> None:
    for name, attached in source.attachments.items():
        unique, number = name, 2
        while unique in target.attachments:
            unique, number = f"{number}-{name}", number + 1
        copy = target.copy_foreign(attached.obj)
        target.attachments[unique] = pikepdf.AttachedFileSpec(
            target, attached.get_file().read_bytes(), filename=attached.filename or name
        )
        for key in ("/Desc", "/AFRelationship"):
            if key in copy:
                target.attachments[unique].obj[key] = copy[key]


def write_labels(pdf: pikepdf.Pdf, labels: Sequence[str]) -> None:
    """Restore the label of every page."""
    numbers = pikepdf.Array()
    for position, label in enumerate(labels):
        numbers.append(position)
        numbers.append(pikepdf.Dictionary(P=pikepdf.String(label)))
    pdf.Root["/PageLabels"] = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
