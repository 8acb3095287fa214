"""Read contacts from a vCard file (2.1, 3.0 or 4.0): names, e-mail addresses, phone numbers and more.

/convert makes a table or another format of the same file.
"""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.answers import answered
from flowforge_data.core.messages.contacts.cards import Contact, NoContacts
from servicekit import Context, Process, operation

if TYPE_CHECKING:
    ParsedContact = Contact
else:
    ParsedContact = answered(Contact)


class ContactsResult(BaseModel):
    contacts: list[ParsedContact] = Field(description="The contacts in the order of the file.")
    count: int = Field(description="How many there are.")
    warnings: list[str] = Field(description="What was guessed or left out.")


@operation(
    "/contacts/parse",
    errors=[*READING, NoContacts],
    run=Process(max_memory_bytes=512 << 20),
    example={"text": "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEMAIL:ada@example.org\nEND:VCARD\n"},
)
def parse_contacts(form: TextFileForm, context: Context) -> ContactsResult:
    from flowforge_data.core.conversion.requests import warnings_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.conversion.whole import text_of_form  # noqa: PLC0415 - likewise
    from flowforge_data.core.messages.contacts.reading import read_contacts  # noqa: PLC0415 - for workers

    text, notes, field = text_of_form(form, context.workspace)
    contacts = read_contacts(text, notes.warn)
    if not contacts:
        raise NoContacts(field=field)
    told = {
        "contacts": [one.model_dump() for one in contacts],
        "count": len(contacts),
        "warnings": warnings_of(notes),
    }
    return ContactsResult.model_validate(told)
