"""Make a vCard file of contacts, to be imported into an address book."""

from typing import Literal

from pydantic import Field

from flowforge_data.core.messages.contacts.cards import MAX_CONTACTS, Contact
from servicekit import FileOutput, Process, RequestBody, operation


class CreateContactsRequest(RequestBody):
    contacts: list[Contact] = Field(min_length=1, max_length=MAX_CONTACTS, description="The contacts.")
    version: Literal["3.0", "4.0"] = Field("3.0", description="Version of vCard; 3.0 is read everywhere.")


@operation(
    "/contacts/create",
    run=Process(max_memory_bytes=256 << 20),
    example={"contacts": [{"full_name": "Ada Lovelace", "emails": [{"value": "ada@example.org"}]}]},
)
def create_contacts(request: CreateContactsRequest) -> FileOutput:
    from flowforge_data.core.messages.contacts.writing import write_contacts  # noqa: PLC0415 - for workers

    text = write_contacts(request.contacts, request.version)
    return FileOutput(text.encode(), "text/vcard; charset=utf-8", "contacts.vcf")
