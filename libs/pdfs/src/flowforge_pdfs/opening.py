"""Open hostile documents: with a password, under limits, each way to fail under a code of its own.

Runs in worker processes only: a decompression bomb or an endless object loop ends its call alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from flowforge_pdfs.faults import (
    DamagedPdf,
    NoPages,
    NotPdf,
    PasswordRequired,
    TruncatedPdf,
    UnsupportedEncryption,
    WrongPassword,
)
from flowforge_pdfs.limits import PdfLimits
from servicekit import OperationError, Process

RUN = Process(max_memory_bytes=1 << 30, recycle_after=500)
_HEAD_BYTES, _TAIL_BYTES = 1024, 2048
_SHOWN_BYTES = 12
_REPAIRED = "The file is damaged: its structure was rebuilt, and content may be missing."
_CUT_OFF = "The file ends too early: what could be recovered was used, and content may be missing."
# What a library raises where a document's objects are not of the kinds that the format demands.
_SURPRISES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(slots=True)
class Opened:
    """An open document, and what was found wrong with its file."""

    pdf: pikepdf.Pdf
    warnings: list[str] = field(default_factory=list)


@contextmanager
def open_pdf(
    path: Path, password: str | None, limits: PdfLimits, *, name: str = "file", empty: bool = False
) -> Iterator[Opened]:
    """Open the document at *path* and close it afterwards; *name* is the field that it came in.

    A document without pages is refused unless *empty*. What goes wrong inside is told as damage.
    """
    with reading(name):
        pdf = _open(path, password, name)
        with pdf:
            count = len(pdf.pages)
            if not count and not empty:
                raise NoPages(field=name) if _is_whole(path) else TruncatedPdf(field=name)
            limits.check_pages(count)
            yield Opened(pdf, _found_wrong(pdf, path))


@contextmanager
def reading(name: str = "file") -> Iterator[None]:
    """Raise as damage what libraries raise for malformed documents."""
    try:
        yield
    except (OperationError, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise PasswordRequired(field=name) from error
    except (pikepdf.PdfError, *_SURPRISES) as error:
        raise DamagedPdf(field=name, reason="parts of it are not what the format demands") from error


def _open(path: Path, password: str | None, name: str) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path, password=password or "")
    except pikepdf.PasswordError as error:
        raise (WrongPassword if password else PasswordRequired)(field=name) from error
    except pikepdf.PdfError as error:
        raise _refusal(path, str(error).lower(), name) from error


def _refusal(path: Path, reason: str, name: str) -> OperationError:
    beginning = head(path)
    if "encrypt" in reason or "security handler" in reason:
        return UnsupportedEncryption(field=name)
    if b"%PDF-" not in beginning:
        return NotPdf(field=name, beginning=_shown(beginning))
    if not _is_whole(path):
        return TruncatedPdf(field=name)
    return DamagedPdf(field=name, reason="its objects could not be found, and nothing could be recovered")


def _shown(beginning: bytes) -> str:
    """Return the first bytes as people read them."""
    if not beginning:
        return "nothing: it is empty"
    text = beginning[:_SHOWN_BYTES].decode("ascii", "replace")
    return f"'{text}'" if text.isprintable() and "\ufffd" not in text else f"0x{beginning[:8].hex()}"


def head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _is_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _TAIL_BYTES))
        return b"%%EOF" in stream.read()


def _found_wrong(pdf: pikepdf.Pdf, path: Path) -> list[str]:
    if not pdf.get_warnings():
        return []
    return [_REPAIRED if _is_whole(path) else _CUT_OFF]
