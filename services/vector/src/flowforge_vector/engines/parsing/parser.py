"""Start the child process that reads a document, and bound its time."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from servicekit import InvalidInput, ResourceLimit, Unsupported

Format = Literal["text", "html", "docx", "pdf"]
_SECONDS = 60
_TOO_LONG = 4
_INHERITED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_BY_EXTENSION: dict[str, Format] = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".csv": "text",
    ".json": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}


class DocumentUnsupported(Unsupported):
    code = "DOCUMENT_UNSUPPORTED"
    message = "'file' is neither text, Markdown, HTML, PDF nor DOCX; its media type is {media_type}."


class DocumentUnreadable(InvalidInput):
    code = "DOCUMENT_UNREADABLE"
    message = "'file' cannot be read as {format}: it is damaged, encrypted, or something else."


class DocumentTooLong(ResourceLimit):
    code = "DOCUMENT_TOO_LONG"
    message = "'file' needs more than {seconds} seconds, 2 GB of memory or 20 million characters to read."


PARSING_ERRORS = (DocumentUnsupported, DocumentUnreadable, DocumentTooLong)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """The Markdown of a document, and where its pages begin."""

    text: str
    page_starts: list[tuple[int, int]]  # place in the text, number of the page
    warnings: list[str]

    def page_at(self, place: int) -> int | None:
        """Return the page that has the character at *place*."""
        found = [number for start, number in self.page_starts if start <= place]
        return found[-1] if found else None


def recognize(head: bytes, name: str | None, media_type: str) -> Format:
    """Return the format of a document by its first bytes, then by its name. Raises DocumentUnsupported."""
    if head.lstrip().startswith(b"%PDF-"):
        return "pdf"
    extension = Path(name or "").suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        if extension in ("", ".docx") or "wordprocessingml" in media_type:
            return "docx"
        raise DocumentUnsupported(media_type=media_type)
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")) or media_type == "text/html":
        return "html"
    if extension in _BY_EXTENSION and _BY_EXTENSION[extension] not in ("pdf", "docx"):
        return _BY_EXTENSION[extension]
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentUnsupported(media_type=media_type)
    return "text"


async def parse(path: Path, kind: Format) -> ParsedDocument:
    """Return the text of the document at *path*. Raises DocumentUnreadable or DocumentTooLong."""
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    command = [sys.executable, "-m", "flowforge_vector.engines.parsing.child", kind, str(path)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=environment
    )
    try:
        async with asyncio.timeout(_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError as error:
        raise DocumentTooLong(seconds=_SECONDS) from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == _TOO_LONG or (process.returncode or 0) < 0:
        raise DocumentTooLong(seconds=_SECONDS)
    if process.returncode != 0:
        raise DocumentUnreadable(format=kind.upper())
    return _assembled(orjson.loads(output))


def _assembled(document: dict[str, list[Any]]) -> ParsedDocument:
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for number, text in document["pages"]:
        if number is not None:
            starts.append((length, number))
        part = text.strip() + "\n\n"
        parts.append(part)
        length += len(part)
    return ParsedDocument("".join(parts).rstrip(), starts, [str(one) for one in document["warnings"]])
