"""The bytes of a document's streams in which a text would be one."""

import re
from collections.abc import Iterator

import pikepdf

from flowforge_pdf.core.redacting.fonts.cmaps import loose_texts

_NAME = re.compile(rb"/[^\s()<>\[\]{}/%]+")


def streams_of(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """Yield the content of every stream that is no picture and no font, without the words of the format."""
    programs, contents = set(_font_programs(pdf)), set(_page_contents(pdf))
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.objgen not in programs and not _is_technical(each):
            yield _searchable(each, is_content=each.objgen in contents)


def _searchable(stream: pikepdf.Stream, *, is_content: bool) -> bytes:
    """Return the bytes of a stream in which a text would be one: not the words of the format itself."""
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:
        content = stream.read_raw_bytes()
    if content[36:40] == b"acsp":  # a color profile
        return b""
    if b"begincmap" in content:
        return loose_texts(content)
    if is_content or stream.get("/Subtype") == "/Form" or "/PatternType" in stream:
        return _NAME.sub(b"/", content)
    return content


def _page_contents(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    for page in pdf.pages:
        found = page.obj.get("/Contents")
        parts = list(found) if isinstance(found, pikepdf.Array) else [found]
        yield from (part.objgen for part in parts if isinstance(part, pikepdf.Stream))


def _font_programs(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary):
            programs = (each.get(key) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            yield from (program.objgen for program in programs if isinstance(program, pikepdf.Stream))


def _is_technical(stream: pikepdf.Stream) -> bool:
    """Return whether a stream holds no text: a picture, or one of the file's own tables."""
    return stream.get("/Subtype") == "/Image" or stream.get("/Type") in ("/ObjStm", "/XRef")
