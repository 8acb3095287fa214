"""Make an EDI file (ANSI X12 or UN/EDIFACT) of messages: envelopes, counts and control numbers are added.

Segments are lists of their tag and elements; an element is a text, or a list of components. Characters that
delimit are escaped in EDIFACT and refused in X12, which has no escape.
"""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.faults import NotRepresentable
from servicekit import FileOutput, Process, RequestBody, operation

_X12_PARTY = 15
Element = Annotated[str, Field(max_length=10_000)]
Components = Annotated[list[Element], Field(max_length=100)]
Part = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,10}$")]
Party = Annotated[str, Field(min_length=1, max_length=35, pattern=r"^[^\x00-\x1f*~>|']+$")]


class NewMessage(RequestBody):
    type: Part = Field(description="Such as 850 in X12 or ORDERS in EDIFACT.")
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9.]{1,30}$")] | None = Field(
        None, description="Such as 004010 (X12) or D.96A.UN (EDIFACT), which are the defaults."
    )
    segments: list[Annotated[list[Element | Components], Field(min_length=1, max_length=100)]] = Field(
        min_length=1, max_length=10_000, description='Such as ["BEG", "00", "SA", "PO-1"]: the tag first.'
    )


class CreateEdiRequest(RequestBody):
    standard: Literal["x12", "edifact"] = Field(description="The standard.")
    sender: Party = Field(description="Identifier of the sender; at most 15 characters in X12.")
    receiver: Party = Field(description="Identifier of the receiver; at most 15 characters in X12.")
    messages: list[NewMessage] = Field(min_length=1, max_length=1_000, description="The messages.")
    control: Annotated[int, Field(ge=1, le=999_999_999)] = Field(1, description="Control number.")
    created: dt.datetime | None = Field(None, description="Date and time in the envelope; now by default.")
    is_test: bool = Field(default=False, description="Whether the interchange is marked as a test.")

    @model_validator(mode="after")
    def _fits_x12(self) -> Self:
        if self.standard == "x12" and max(len(self.sender), len(self.receiver)) > _X12_PARTY:
            raise ValueError(f"'sender' and 'receiver' have at most {_X12_PARTY} characters in X12")
        return self


@operation(
    "/edi/create",
    errors=[NotRepresentable],
    run=Process(max_memory_bytes=512 << 20),
    example={
        "standard": "edifact",
        "sender": "SENDER",
        "receiver": "RECEIVER",
        "messages": [{"type": "ORDERS", "segments": [["BGM", "220", "PO-1", "9"]]}],
    },
)
def create_edi(request: CreateEdiRequest) -> FileOutput:
    from flowforge_data.core.messages.edi.envelopes import interchange_of  # noqa: PLC0415 - for workers
    from flowforge_data.core.messages.edi.writing import write_edi  # noqa: PLC0415 - likewise

    created = request.created or dt.datetime.now(dt.UTC)
    messages = [(one.type, one.version, one.segments) for one in request.messages]
    envelope = interchange_of(
        request.standard,
        (request.sender, request.receiver),
        request.control,
        created,
        messages,
        is_test=request.is_test,
    )
    media_type = "application/edi-x12" if request.standard == "x12" else "application/edifact"
    return FileOutput(write_edi([envelope]).encode(), media_type, "message.edi")
