"""Start the child process that reads a document, and bound its time."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Literal

import orjson

from servicekit import InvalidInput, ResourceLimit, Unsupported

Format = Literal["text", "html", "docx", "pdf", "picture"]
_SECONDS = 60
_TOO_LONG = 4
_INHERITED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # PNG, JPEG, TIFF
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
    message = (
        "'file' is neither text, Markdown, HTML, PDF, DOCX nor a picture; its media type is {media_type}."
    )


class DocumentUnreadable(InvalidInput):
    code = "DOCUMENT_UNREADABLE"
    message = "'file' cannot be read as {format}: it is damaged, encrypted, or something else."


class DocumentTooLong(ResourceLimit):
    code = "DOCUMENT_TOO_LONG"
    message = "'file' needs more than {seconds} seconds, 2 GB of memory or 20 million characters to read."


PARSING_ERRORS = (DocumentUnsupported, DocumentUnreadable, DocumentTooLong)


Pages = list[tuple[int | None, str]]  # number of the page where there are pages, and its Markdown


@dataclass(frozen=True)
class ParsedDocument:
    """The pages of a document. `text` is all of them, and `page_at` tells which one has a character."""

    pages: Pages
    warnings: list[str]

    @cached_property
    def text(self) -> str:
        return "".join(map(_part, self.pages)).rstrip()

    @property
    def blank_pages(self) -> list[int]:
        """Return the numbers of pages without text, which may be scans."""
        return [number for number, text in self.pages if number is not None and not text.strip()]

    def page_at(self, place: int) -> int | None:
        """Return the page that has the character at *place* of the text."""
        return self.pages[bisect_right(self._starts, place) - 1][0]

    @cached_property
    def _starts(self) -> list[int]:
        lengths = [len(_part(page)) for page in self.pages]
        return list(accumulate(lengths[:-1], initial=0))


def _part(page: tuple[int | None, str]) -> str:
    return page[1].strip() + "\n\n"


def recognize(head: bytes, name: str | None, media_type: str) -> Format:
    """Return the format of a document by its first bytes, then by its name. Raises DocumentUnsupported."""
    if head.lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
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
    found = orjson.loads(output)
    return ParsedDocument([(number, text) for number, text in found["pages"]], found["warnings"])
