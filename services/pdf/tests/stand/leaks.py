"""Search a document for a text in every string, name and stream, in every encoding, and by three readers."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pdf_oxide
import pikepdf
import pypdf
from pdf_samples import texts_of

_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_ENCODINGS = ("latin-1", "utf-16-be", "utf-16-le", "utf-8")


def leaks_of(content: bytes, secret: str) -> list[str]:
    """Return where *secret* is found, forwards or backwards, whatever stands between its letters."""
    wanted = _letters(secret)
    places = [
        where
        for where, raw in _everything(content)
        for text in _texts(raw)
        if wanted in _letters(text) or wanted[::-1] in _letters(text)
    ]
    oxide = pdf_oxide.PdfDocument.from_bytes(content)
    readers = {
        "pdfium": texts_of(content),
        "pypdf": [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages],
        "pdf_oxide": [oxide.extract_text(page) for page in range(oxide.page_count())],
    }
    return places + [name for name, texts in readers.items() if wanted in _letters("".join(texts))]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _texts(raw: bytes) -> Iterator[str]:
    codes = (re.sub(rb"\s", b"", each).decode() for each in _HEXADECIMAL.findall(raw))
    for each in (raw, *(bytes.fromhex(code + "0" * (len(code) % 2)) for code in codes)):
        yield from (each.decode(encoding, "replace") for encoding in _ENCODINGS)
        yield unquote(each.decode("latin-1"))


def _everything(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "the bytes of the file", content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in (*pdf.objects, pdf.trailer):
            yield from _inside(each, str(each.objgen[0]))


def _inside(value: Any, where: str) -> Iterator[tuple[str, bytes]]:
    if isinstance(value, pikepdf.String):
        yield where, bytes(value)
    elif isinstance(value, pikepdf.Name):
        yield where, str(value).encode()
    entries: list[tuple[str, Any]] = []
    if isinstance(value, pikepdf.Array):
        entries = [("", each) for each in value]
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        entries = list(value.items())
        yield where, " ".join(key for key, _ in entries).encode()
    for key, each in entries:
        if not getattr(each, "is_indirect", False):
            yield from _inside(each, where + key)
    if isinstance(value, pikepdf.Stream):
        yield f"{where} stream", value.read_bytes()
