"""Read an EDI file (ANSI X12 or UN/EDIFACT): interchanges, messages and their segments.

The delimiters are found in the file. Segment counts and control numbers are checked; what does not agree is a
warning. /convert writes EDI from the same structure.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.edi.documents import Interchange, NoEdi
from servicekit import Context, Process, operation


class EdiResult(BaseModel):
    interchanges: list[Interchange] = Field(description="The interchanges in the order of the file.")
    message_count: int = Field(description="How many messages they hold.")
    warnings: list[str] = Field(description="Counts and control numbers that do not agree.")


@operation(
    "/edi/parse",
    errors=[*READING, NoEdi],
    run=Process(max_memory_bytes=1 << 30),
    example={
        "text": "UNB+UNOC:3+SENDER+RECEIVER+240229:1030+1'UNH+1+ORDERS:D:96A:UN'BGM+220+PO1+9'"
        "UNT+3+1'UNZ+1+1'"
    },
)
def parse_edi(form: TextFileForm, context: Context) -> EdiResult:
    from flowforge_data.core.conversion.requests import warnings_of  # noqa: PLC0415 - for workers
    from flowforge_data.core.conversion.whole import text_of_form  # noqa: PLC0415 - likewise
    from flowforge_data.core.messages.edi.reading import read_edi  # noqa: PLC0415 - likewise

    text, notes, field = text_of_form(form, context.workspace)
    found = read_edi(text, field, notes.warn)
    return EdiResult(
        interchanges=found,
        message_count=sum(len(one.messages) for one in found),
        warnings=warnings_of(notes),
    )
