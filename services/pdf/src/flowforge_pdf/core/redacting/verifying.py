"""Prove that nothing is left: read the result anew, with three readers, and every text and stream in it."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from flowforge_pdf.core.contents import annotations_of
from flowforge_pdf.core.redacting.beside.annotations import appearances
from flowforge_pdf.core.redacting.beside.streams import streams_of
from flowforge_pdf.core.redacting.content.graphics_state import Fonts
from flowforge_pdf.core.redacting.content.rewriting import hidden_texts
from flowforge_pdf.core.redacting.content.searching import find_matches
from flowforge_pdf.core.redacting.content.strings import texts_of
from flowforge_pdf.core.redacting.content.walking import Walker
from flowforge_pdf.core.redacting.faults import RedactionNotVerified, Unreadable
from flowforge_pdfs.opening import reading
from flowforge_pdfs.rendering import open_for_drawing
from flowforge_pii.haystacks import Haystack, Matcher, TextMatcher, matches, pieces_of, plain

_LEAST_BYTES = 5
_LINE_HYPHENS = str.maketrans({"\x02": "-\n", "\ufffe": "-\n"})
INVERSE = "text by two engines, for characters that were not to be kept"
SEARCHED = (
    "page content in two readings",
    "text by two other engines",
    "forms, patterns, masks and glyph programs",
    "annotations and form fields",
    "bookmarks, names, labels and alternate texts",
    "every other text and stream of the file",
)


@dataclass(slots=True)
class Verification:
    """What a result is searched for: on these pages, from 0, and beside them."""

    matchers: Sequence[Matcher]
    positions: Sequence[int]
    beside: Sequence[Matcher]
    kept: dict[int, str]

    def verify(self, content: bytes) -> None:
        """Raise RedactionNotVerified if anything is found in *content*."""
        with reading():
            for where in self._leaks(content):
                raise RedactionNotVerified(where=where)

    def _leaks(self, content: bytes) -> Iterator[str]:
        yield from self._by_engines(content)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield from self._by_walking(pdf)
            yield from self._in_texts(pdf)
            yield from self._in_streams(pdf)

    def _by_engines(self, content: bytes) -> Iterator[str]:
        import pdf_oxide  # noqa: PLC0415 - 16 MB that few calls need

        if not self.matchers and not self.kept:
            return
        second = pdf_oxide.PdfDocument.from_bytes(content)
        with open_for_drawing(content, None) as document:
            for position in self.positions:
                page = document[position]
                textpage = page.get_textpage()
                text = textpage.get_text_range().translate(_LINE_HYPHENS)
                found = {"first": text, "second": second.extract_text(position)}
                textpage.close()
                page.close()
                for engine, text in found.items():
                    if self._has(text) or self._has_more(text, position):
                        yield f"page {position + 1}, read by the {engine} engine"

    def _has(self, text: str) -> bool:
        haystack = Haystack(pieces_of(text))
        return any(origins for matcher in self.matchers for origins in matcher.find(haystack))

    def _has_more(self, text: str, position: int) -> bool:
        """Return whether a page of an inverse redaction has characters that were not to be kept."""
        if position not in self.kept:
            return False
        return bool(_letters(text) - _letters(self.kept[position]))

    def _by_walking(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        fonts = Fonts()
        for position in self.positions:
            page = pdf.pages[position]
            waiting: list[tuple[Any, Any]] = [(page.obj, page.obj.get("/Resources"))]
            for annotation in annotations_of(page):
                waiting += [(stream, stream.get("/Resources")) for stream in appearances(annotation)]
            seen: set[tuple[int, int]] = set()
            while waiting:
                content, resources = waiting.pop()
                if content.objgen in seen:
                    continue
                seen.add(content.objgen)
                try:
                    drawn = Walker(fonts).walk(content, resources)
                except Unreadable:
                    yield f"page {position + 1}, which cannot be read any more"
                    continue
                hidden = hidden_texts(drawn.root)
                if find_matches(drawn.glyphs, self.matchers) or any(
                    matches(each, self.beside) for each in hidden
                ):
                    yield f"page {position + 1}, in its content"
                waiting += drawn.apart

    def _in_texts(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        for each in (*pdf.objects, pdf.trailer):
            for text, is_name in texts_of(each):
                if matches(text, self._distinct if is_name else self.beside):
                    yield "a text beside the pages"

    @property
    def _distinct(self) -> list[Matcher]:
        """What may be looked for in names: the format has single words of its own, such as Title and File."""
        texts = (each for each in self.beside if isinstance(each, TextMatcher))
        return [each for each in texts if not each.text.strip().isalpha() or not each.text.isascii()]

    def _in_streams(self, pdf: pikepdf.Pdf) -> Iterator[str]:
        """Look for the texts in the bytes of streams that are neither pictures nor fonts."""
        needles = [needle for needle in map(_needle, self.beside) if needle]
        for content in streams_of(pdf) if needles else ():
            lowered = content.lower()
            for needle in needles:
                if needle in lowered or needle.decode().encode("utf-16-be") in lowered:
                    yield "the bytes of a stream"


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in plain(text) if character.isalnum())


def _needle(matcher: Matcher) -> bytes | None:
    """Return the ASCII text of a matcher that is long enough to be no accident."""
    if not isinstance(matcher, TextMatcher) or matcher.whole_words:
        return None
    text = plain(matcher.text)
    return text.encode() if text.isascii() and len(text) >= _LEAST_BYTES else None
