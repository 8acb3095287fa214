"""The metadata of a document: the information dictionary, and XMP where that says more."""

from datetime import datetime
from typing import Any

import pikepdf
from lxml import etree
from pikepdf.models.metadata import decode_pdf_date
from pydantic import BaseModel, Field

_MOST_CHARACTERS = 10_000
_STANDARD = (
    "Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"
)  # fmt: skip


class Metadata(BaseModel):
    """Entries that are not set are null."""

    title: str | None = Field(description="Title of the document; null if it has none.")
    author: str | None = Field(description="Who wrote it; null if it does not say.")
    subject: str | None = Field(description="What it is about; null if it does not say.")
    keywords: str | None = Field(description="Keywords in one text; null if it has none.")
    creator: str | None = Field(description="The application that the document was written with.")
    producer: str | None = Field(description="The software that made the PDF.")
    created: datetime | None = Field(description="When the document was created; null if it does not say.")
    modified: datetime | None = Field(description="When it was last changed; null if it does not say.")
    language: str | None = Field(description="Language tag of the document, such as en-US.")
    custom: dict[str, str] = Field(description="Other entries of the information dictionary.")
    pdfa: str | None = Field(description="PDF/A level that the document claims, such as 3B; not checked.")


def read_metadata(pdf: pikepdf.Pdf) -> Metadata:
    entries = information(pdf)
    xmp = _xmp(pdf)
    return Metadata(
        title=entries.get("Title") or xmp.get("title"),
        author=entries.get("Author") or xmp.get("creator"),
        subject=entries.get("Subject") or xmp.get("description"),
        keywords=entries.get("Keywords") or xmp.get("Keywords"),
        creator=entries.get("Creator") or xmp.get("CreatorTool"),
        producer=entries.get("Producer") or xmp.get("Producer"),
        created=_date(entries.get("CreationDate")),
        modified=_date(entries.get("ModDate")),
        language=text_of(pdf.Root.get("/Lang")),
        custom={name: value for name, value in entries.items() if name not in _STANDARD},
        pdfa=f"{xmp['part']}{xmp.get('conformance', '')}" if "part" in xmp else None,
    )


def information(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the texts of the information dictionary by their names, without the slash."""
    found = pdf.trailer.get("/Info")
    if not isinstance(found, pikepdf.Dictionary):
        return {}
    entries = ((str(name)[1:], text_of(value)) for name, value in found.items())
    return {name: value for name, value in entries if value}


def text_of(value: object) -> str | None:
    """Return a text object or a name as text, shortened; None for anything else."""
    if isinstance(value, (pikepdf.String, pikepdf.Name, str)):
        return (
            str(value).lstrip("/" if isinstance(value, pikepdf.Name) else "").strip("\0")[:_MOST_CHARACTERS]
        )
    return None


def _date(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        return decode_pdf_date(value)
    except (ValueError, OverflowError):
        return None


def _xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the plain values of the XMP packet by local name; nothing if it cannot be read."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        tree: Any = etree.fromstring(stream.read_bytes().strip(b"\0 \n\r\t"), parser)
    except (pikepdf.PdfError, etree.XMLSyntaxError, ValueError):
        return {}
    if tree is None:
        return {}
    values: dict[str, str] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        text = "; ".join(part.strip() for part in element.itertext() if part.strip())
        if text:
            values.setdefault(etree.QName(element).localname, text[:_MOST_CHARACTERS])
        for name, value in element.attrib.items():
            values.setdefault(etree.QName(name).localname, value[:_MOST_CHARACTERS])
    return values
