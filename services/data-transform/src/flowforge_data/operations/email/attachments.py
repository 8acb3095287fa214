"""Extract the attachments of an e-mail message (EML or Outlook MSG) as files."""

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.mail.messages import NoMessage
from servicekit import FileOutput, FileOutputs, InvalidInput, Limits, Process, operation


class NoAttachments(InvalidInput):
    code = "MESSAGE_WITHOUT_ATTACHMENTS"
    message = "'{field}' has no attachments{hint}."


class AttachmentsForm(TextFileForm):
    inline: bool = Field(default=True, description="Whether pictures inside the HTML are extracted too.")


class AttachmentsReport(BaseModel):
    count: int = Field(description="How many files were extracted.")
    warnings: list[str] = Field(description="What was damaged or left out.")


@operation(
    "/email/attachments",
    errors=[*READING, NoMessage, NoAttachments],
    run=Process(max_memory_bytes=1 << 30),
    limits=Limits(max_file_bytes=64 << 20),
    example={
        "text": 'From: ada@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/csv; name="a.csv"\n'
        'Content-Disposition: attachment; filename="a.csv"\n\na,b\n1,2\n'
    },
)
def extract_attachments(form: AttachmentsForm) -> FileOutputs[AttachmentsReport]:
    from flowforge_data.core.conversion.whole import bytes_of_form  # noqa: PLC0415 - for workers
    from flowforge_data.core.messages.mail.names import distinct  # noqa: PLC0415 - likewise
    from flowforge_data.core.messages.mail.opening import read_message  # noqa: PLC0415 - likewise

    content, _, field = bytes_of_form(form)
    message, parts = read_message(content, field, with_files=False)
    kept = [part for part in parts if form.inline or not part.inline]
    if not kept:
        hint = ", only pictures inside the HTML: set 'inline'" if parts else ""
        raise NoAttachments(field=field, hint=hint)
    names = distinct([part.name for part in kept])
    files = [FileOutput(part.content, part.media_type, name) for part, name in zip(kept, names, strict=True)]
    report = AttachmentsReport(count=len(files), warnings=message.warnings)
    return FileOutputs(files, "attachments.zip", report)
