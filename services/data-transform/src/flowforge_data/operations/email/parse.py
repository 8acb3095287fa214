"""Read an e-mail message (EML or Outlook MSG): sender, recipients, date, texts, headers and attachments.

/email/attachments returns the attachments as files.
"""

from pydantic import Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.mail.messages import Message, NoMessage
from servicekit import Limits, Process, operation


class ParseEmailForm(TextFileForm):
    include_content: bool = Field(
        default=False, description="Whether the attachments come with their content as base64."
    )


@operation(
    "/email/parse",
    errors=[*READING, NoMessage],
    run=Process(max_memory_bytes=1 << 30),
    limits=Limits(max_file_bytes=64 << 20),
    example={"text": "From: Ada <ada@example.org>\nTo: bob@example.org\nSubject: Hello\n\nHi Bob\n"},
)
def parse_email(form: ParseEmailForm) -> Message:
    from flowforge_data.core.conversion.whole import bytes_of_form  # noqa: PLC0415 - for workers
    from flowforge_data.core.messages.mail.opening import read_message  # noqa: PLC0415 - likewise

    content, _, field = bytes_of_form(form)
    return read_message(content, field, with_files=form.include_content)[0]
