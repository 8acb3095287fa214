"""Read a message of either format."""

from typing import Final

from flowforge_data.core.messages.mail.messages import Message
from flowforge_data.core.messages.mail.reading import Part, read_mime

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_message(content: bytes, field: str, *, with_files: bool) -> tuple[Message, list[Part]]:
    """Return the message and its files. Raises NoMessage."""
    if content.startswith(OLE):
        from flowforge_data.core.messages.mail.outlook import read_outlook  # noqa: PLC0415 - of one format

        return read_outlook(content, field, with_files=with_files)
    return read_mime(content, field, with_files=with_files)
