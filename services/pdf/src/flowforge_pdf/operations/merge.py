"""Merge PDFs and pictures into one PDF, in the order sent.

Links, form fields, layers, attachments and bookmarks are kept; form fields whose names clash are renamed, and
the report says so. Pictures (JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, HEIC, SVG) become pages.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import accumulate
from pathlib import PurePath
from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.arranging.picture_images import PICTURES
from flowforge_pdf.core.arranging.sources import open_source
from flowforge_pdf.core.arranging.taking import append_pages, copy_attachments, copy_document_entries
from flowforge_pdf.core.arranging.verbatim import joined, stored
from flowforge_pdf.core.documents import LOST_ENCRYPTION, PdfReport, as_file, written
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Paper
from flowforge_pdf.core.steps import Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import PageSelection, select_pages
from servicekit import Cache, FileInput, FileOutput, RequestForm, operation

_MOST_FILES = 200


class MergeForm(RequestForm):
    files: list[FileInput] = Field(
        min_length=1, max_length=_MOST_FILES, description="PDFs and pictures, in order."
    )
    pages: list[PageSelection] = Field(
        [],
        max_length=_MOST_FILES,
        description="Pages of each file, in the order of the files; by default all.",
    )
    passwords: list[str] = Field(
        [], max_length=_MOST_FILES, description="Password of each file; an empty text where it has none."
    )
    bookmarks: Literal["keep", "files", "both", "none"] = Field(
        "keep",
        description="keep those of the files; files: one for each file, by its name; both: those of a file "
        "below its name; none.",
    )
    interleave: bool = Field(
        default=False, description="Take pages from the files in turn, as for scans of front and back sides."
    )
    paper: Paper | None = Field(
        None, description="Paper of pictures; by default a page is as large as its picture."
    )


def has_no_passwords(form: MergeForm) -> bool:
    return not form.passwords


@operation(
    "/merge",
    errors=(*SELECTING, *PICTURES),
    run=RUN,
    cache=Cache(hours=24, when=has_no_passwords),
    example={"files": [THREE_PAGES, THREE_PAGES], "bookmarks": "files"},
)
def merge_files(form: MergeForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    work = Work(settings.limits)
    with ExitStack() as stack:
        parts: list[tuple[pikepdf.Pdf, list[int]]] = []
        for number, file in enumerate(form.files):
            field = f"files[{number}]"
            password = form.passwords[number] if number < len(form.passwords) else None
            opened = stack.enter_context(
                open_source(file, password or None, settings.limits, name=field, paper=form.paper)
            )
            for warning in opened.warnings:
                work.warn(f"{field}: {warning}")
            chosen = form.pages[number] if number < len(form.pages) else "all"
            parts.append((opened.pdf, select_pages(chosen, len(opened.pdf.pages), field=f"pages[{number}]")))
            settings.limits.check_pages(sum(len(positions) for _, positions in parts))
        content = copy_as_stored(parts, form)
        if content is not None:
            return as_file(content, sum(len(positions) for _, positions in parts), work, "merged.pdf")
        return written(merge(parts, form, work), work, "merged.pdf")


def copy_as_stored(parts: Sequence[tuple[pikepdf.Pdf, list[int]]], form: MergeForm) -> bytes | None:
    """Merge documents without reading into their objects; None if one has more than its pages."""
    if form.bookmarks in ("files", "both"):
        return None
    counts = [len(positions) for _, positions in parts]
    sources = [(stored(pdf), positions) for pdf, positions in parts]
    return joined(sources, in_turn(counts) if form.interleave else None)


def merge(parts: Sequence[tuple[pikepdf.Pdf, list[int]]], form: MergeForm, work: Work) -> pikepdf.Pdf:
    merged = pikepdf.new()
    starts = []
    for number, (source, positions) in enumerate(parts):
        if source.is_encrypted:
            work.warn(LOST_ENCRYPTION)
        starts.append(len(merged.pages))
        before = _top_level(merged)
        append_pages(merged, source, positions, work, outline=form.bookmarks in ("keep", "both"))
        copy_attachments(source, merged)
        if form.bookmarks in ("files", "both"):
            name = form.files[number].name or f"File {number + 1}"
            _add_file_bookmark(merged, PurePath(name).stem, starts[-1], before)
    copy_document_entries(parts[0][0], merged)
    if form.interleave:
        pages = list(merged.pages)
        order = in_turn([len(positions) for _, positions in parts])
        del merged.pages[:]
        merged.pages.extend([pages[at] for at in order])
    return merged


def _top_level(pdf: pikepdf.Pdf) -> int:
    if "/Outlines" not in pdf.Root:
        return 0
    with pdf.open_outline() as outline:
        return len(outline.root)


def _add_file_bookmark(pdf: pikepdf.Pdf, title: str, position: int, before: int) -> None:
    """Add a bookmark for a file; those that came with the file go below it."""
    with pdf.open_outline() as outline:
        own = pikepdf.OutlineItem(title, position)
        own.children.extend(outline.root[before:])
        outline.root[before:] = [own]


def in_turn(counts: Sequence[int]) -> list[int]:
    """Return the order that takes one of each group in turn, from groups of these sizes in a row."""
    starts = accumulate(counts, initial=0)
    groups = [range(start, start + count) for start, count in zip(starts, counts, strict=False)]
    return [group[turn] for turn in range(max(counts)) for group in groups if turn < len(group)]
