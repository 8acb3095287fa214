"""E-mail messages, feeds and EDI as documents."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from flowforge_data.core.formats.calendars import rows_as
from flowforge_data.core.formats.port import Document, Format, Notes, ReadOptions, WriteOptions
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_data.core.messages.feeds.entries import Entry, FeedHead
from flowforge_tables import UnreadableContent
from servicekit import InvalidInput


def _unreadable(title: str, error: InvalidInput) -> UnreadableContent:
    return UnreadableContent(format=title, reason=error.text.partition(": ")[2].rstrip("."))


def _reader(title: str) -> Callable[[Path, ReadOptions, Notes], Document]:
    def read(path: Path, options: ReadOptions, notes: Notes) -> Document:  # noqa: ARG001 - as every reader
        from flowforge_data.core.messages.mail.opening import read_message  # noqa: PLC0415 - of one format

        try:
            message, _ = read_message(path.read_bytes(), "file", with_files=False)
        except InvalidInput as error:
            raise _unreadable(title, error) from error
        for warning in message.warnings:
            notes.warn(warning)
        return Document(message.model_dump(exclude={"warnings"}))

    return read


def read_feed_rows(path: Path, options: ReadOptions, notes: Notes) -> Document:  # noqa: ARG001 - as every reader
    from flowforge_data.core.messages.feeds.reading import read_feed  # noqa: PLC0415 - of one format

    try:
        head, entries, version = read_feed(path.read_bytes(), "file", notes.warn)
    except InvalidInput as error:
        raise _unreadable("a feed", error) from error
    notes.details |= {"version": version, "title": head.title}
    return Document([entry.model_dump() for entry in entries])


def _feed_writer(title: str, writer: str) -> Callable[[Any, Path, WriteOptions, Notes], None]:
    def write(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
        from flowforge_data.core.messages.feeds import writing  # noqa: PLC0415 - of one format

        entries = rows_as(Entry, value, title)
        made = writing.write_rss if writer == "rss" else writing.write_atom
        path.write_bytes(made(FeedHead(title=options.table), entries))

    return write


def read_edi_document(path: Path, options: ReadOptions, notes: Notes) -> Document:
    from flowforge_data.core.messages.edi.reading import read_edi  # noqa: PLC0415 - of one format

    try:
        found = read_edi(read_text(path, options, notes), "file", notes.warn)
    except InvalidInput as error:
        raise _unreadable("EDI", error) from error
    return Document([one.model_dump() for one in found])


def _edi_writer(title: str) -> Callable[[Any, Path, WriteOptions, Notes], None]:
    def write(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
        from flowforge_data.core.messages.edi.writing import interchanges_of, write_edi  # noqa: PLC0415 - of one format

        write_text(write_edi(interchanges_of(value, title)), path, options)

    return write


EML: Final = Format("eml", "EML", "message/rfc822", "eml", read=_reader("EML"))
MSG: Final = Format("msg", "MSG", "application/vnd.ms-outlook", "msg", read=_reader("MSG"))
RSS: Final = Format(
    "rss", "RSS", "application/rss+xml", "rss", read=read_feed_rows, write_document=_feed_writer("RSS", "rss")
)
ATOM: Final = Format(
    "atom",
    "Atom",
    "application/atom+xml",
    "atom",
    read=read_feed_rows,
    write_document=_feed_writer("Atom", "atom"),
)
X12: Final = Format(
    "x12", "X12", "application/edi-x12", "edi", read=read_edi_document, write_document=_edi_writer("X12")
)
EDIFACT: Final = Format(
    "edifact",
    "EDIFACT",
    "application/edifact",
    "edi",
    read=read_edi_document,
    write_document=_edi_writer("EDIFACT"),
)
