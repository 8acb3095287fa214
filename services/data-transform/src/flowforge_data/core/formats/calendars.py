"""iCalendar and vCard as rows: an event or a contact each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from flowforge_data.core.faults import NotRepresentable
from flowforge_data.core.formats.columns.nesting import nested
from flowforge_data.core.formats.port import Document, Format, Notes, ReadOptions, WriteOptions
from flowforge_data.core.formats.text import read_text
from flowforge_data.core.messages.calendars.events import Event
from flowforge_data.core.messages.contacts.cards import Contact
from flowforge_tables import UnreadableContent
from servicekit import InvalidInput, RequestBody

RowT = TypeVar("RowT", bound=RequestBody)


def read_icalendar(path: Path, options: ReadOptions, notes: Notes) -> Document:
    from flowforge_data.core.messages.calendars.reading import read_events  # noqa: PLC0415 - of one format

    try:
        events = read_events(read_text(path, options, notes).encode(), "file", notes.warn)
    except InvalidInput as error:
        raise _unreadable("iCalendar", error) from error
    return Document([event.model_dump() for event in events])


def write_icalendar(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    from flowforge_data.core.messages.calendars.writing import write_events  # noqa: PLC0415 - of one format

    events = rows_as(Event, value, "iCalendar")
    try:
        path.write_bytes(write_events(events, "", None))
    except InvalidInput as error:
        raise NotRepresentable(format="iCalendar", found=_reason(error)) from error


def read_vcard(path: Path, options: ReadOptions, notes: Notes) -> Document:
    from flowforge_data.core.messages.contacts.reading import read_contacts  # noqa: PLC0415 - of one format

    contacts = read_contacts(read_text(path, options, notes), notes.warn)
    if not contacts:
        raise UnreadableContent(format="vCard", reason="it has no line BEGIN:VCARD")
    return Document([contact.model_dump() for contact in contacts])


def write_vcard(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    from flowforge_data.core.messages.contacts.writing import write_contacts  # noqa: PLC0415 - of one format

    contacts = rows_as(Contact, value, "vCard")
    path.write_bytes(write_contacts(contacts, "3.0").encode())


def rows_as(model: type[RowT], value: Any, title: str) -> Sequence[RowT]:
    """Return rows as *model*: keys such as `emails[0].value` are unfolded, empty cells left out."""
    rows = value if isinstance(value, list) else [value]
    return [_row(model, row, number, title) for number, row in enumerate(rows, 1)]


def _row(model: type[RowT], row: Any, number: int, title: str) -> RowT:
    if not isinstance(row, dict):
        raise NotRepresentable(format=title, found=f"row {number}, which is no object")
    filled = {key: cell for key, cell in row.items() if cell is not None and cell != ""}
    try:
        return model.model_validate(nested(filled, "."))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(one) for one in first["loc"]) or "it"
        known = ", ".join(model.model_fields)
        found = f"row {number}: '{name}' does not fit. The columns are {known}"
        raise NotRepresentable(format=title, found=found) from error


def _unreadable(title: str, error: InvalidInput) -> UnreadableContent:
    return UnreadableContent(format=title, reason=error.text.partition(": ")[2].rstrip("."))


def _reason(error: InvalidInput) -> str:
    return error.text.rstrip(".")


ICALENDAR: Final = Format(
    "icalendar", "iCalendar", "text/calendar", "ics", read=read_icalendar, write_document=write_icalendar
)
VCARD: Final = Format("vcard", "vCard", "text/vcard", "vcf", read=read_vcard, write_document=write_vcard)
