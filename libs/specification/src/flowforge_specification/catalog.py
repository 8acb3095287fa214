"""What a search needs to know about every operation, in a few kilobytes."""

import re
from typing import Any

from flowforge_specification.documents import EVENTS, JSON, Document, Operation, operations, success

# Media types by the names of formats in the descriptions of file fields.
_FORMATS = {
    "image/*": ("image", "picture", "photo", "scan", "JPEG", "PNG", "WebP", "SVG"),
    "application/pdf": ("PDF",),
    "text/csv": ("CSV",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel", "XLSX"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word", "DOCX"),
    "application/json": ("JSON",),
    "application/xml": ("XML",),
    "text/html": ("HTML",),
    "text/markdown": ("Markdown",),
    "text/plain": ("text file", "text or"),
    "application/zip": ("ZIP", "zip"),
    "message/rfc822": ("EML", "e-mail"),
    "text/calendar": ("iCalendar", "ICS"),
}


def catalog(document: Document) -> dict[str, Any]:
    """Return the services and, for each operation, its address, summary, input, output and file types."""
    found = [_row(document, one) for one in operations(document)]
    services = [
        {"name": tag["name"], "description": tag.get("description", "").partition("\n")[0]}
        for tag in document.get("tags", [])
    ]
    return {"services": services, "operations": found}


def _row(document: Document, one: Operation) -> dict[str, Any]:
    row = {
        "id": one.id,
        "method": one.method,
        "path": one.path,
        "summary": one.body.get("summary", ""),
        "takes": takes(one),
        "gives": gives(document, one),
    }
    return row | ({"accepts": accepted} if (accepted := accepts(one)) else {})


def takes(one: Operation) -> str:
    """Return `files`, `file`, `json`, `query` or `nothing`."""
    if one.files:
        return "files" if any(one.files.values()) else "file"
    if one.content(JSON):
        return "json"
    return "query" if one.parameters else "nothing"


def gives(document: Document, one: Operation) -> str:
    """Return `file`, `events`, `json`, `json or events` or `nothing`."""
    content = success(document, one).get("content", {})
    if EVENTS in content:
        described = content.get(JSON, {}).get("schema", {})
        return "events" if "events" in described.get("properties", {}) else "json or events"
    if set(content) - {JSON}:
        return "file"
    return "json" if content else "nothing"


def accepts(one: Operation) -> list[str]:
    """Return the media types of files that the descriptions of the file fields name; empty: any."""
    if not one.files:
        return []
    properties = one.content("multipart/form-data")["schema"]["properties"]
    text = " ".join(str(properties[name].get("description", "")) for name in one.files)
    named = [kind for kind, words in _FORMATS.items() if any(_mentions(text, word) for word in words)]
    if named:
        return named
    return {"image": ["image/*"], "pdf": ["application/pdf"]}.get(one.service, [])


def _mentions(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}s?\b", text) is not None
