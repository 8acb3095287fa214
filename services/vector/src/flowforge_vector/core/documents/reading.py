"""Read the text of a file: its own text, and that of scanned pages by OCR where it is configured."""

from dataclasses import replace

from flowforge_vector.core.vector_service import VectorService
from flowforge_vector.engines.parsing.parser import DocumentUnsupported, ParsedDocument, parse, recognize
from servicekit import Consumer, FileInput

_HEAD, _MOST_TOLD = 4096, 20


async def read_document(service: VectorService, file: FileInput, consumer: Consumer) -> ParsedDocument:
    """Return the pages of a file. Raises the errors of parsing and of recognition."""
    with file.open() as stream:
        head = stream.read(_HEAD)
    kind = recognize(head, file.name, file.media_type)
    if kind == "picture":
        return await _read_picture(service, file, consumer)
    async with service.parsing:
        parsed = await parse(file.path, kind)
    return await _with_scans(service, file, parsed, consumer) if parsed.blank_pages else parsed


async def _read_picture(service: VectorService, file: FileInput, consumer: Consumer) -> ParsedDocument:
    if not service.recognizer.is_available:
        raise DocumentUnsupported(media_type=file.media_type)
    pages = await service.recognizer.read_picture(file.path, consumer)
    return ParsedDocument([*pages], _told("page_recognized", [number for number, _ in pages]))


async def _with_scans(
    service: VectorService, file: FileInput, parsed: ParsedDocument, consumer: Consumer
) -> ParsedDocument:
    """Read pages without text by OCR; where there is none, say which they are."""
    blank = parsed.blank_pages
    if not service.recognizer.is_available:
        return replace(parsed, warnings=[*parsed.warnings, *_told("page_without_text", blank)])
    found = {
        number: text
        async for number, text in service.recognizer.read_pages(file.path, blank, consumer)
        if text.strip()
    }
    pages = [(number, found.get(number or 0, text)) for number, text in parsed.pages]
    return ParsedDocument(pages, [*parsed.warnings, *_told("page_recognized", sorted(found))])


def _told(word: str, pages: list[int]) -> list[str]:
    more = [f"{word}:and_{len(pages) - _MOST_TOLD}_more"] if len(pages) > _MOST_TOLD else []
    return [f"{word}:{number}" for number in pages[:_MOST_TOLD]] + more
