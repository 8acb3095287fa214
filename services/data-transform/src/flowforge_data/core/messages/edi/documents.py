"""What an EDI file holds: interchanges with messages, and messages with segments."""

from typing import Literal

from pydantic import BaseModel, Field

from servicekit import InvalidInput


class NoEdi(InvalidInput):
    code = "EDI_UNREADABLE"
    message = "'{field}' cannot be read as EDI: {reason}."


class Segment(BaseModel):
    tag: str = Field(description="Name of the segment, such as BEG or NAD.")
    elements: list[list[str]] = Field(description="Its elements, each a list of components.")


class EdiMessage(BaseModel):
    type: str = Field(description="Such as 850 in X12 or ORDERS in EDIFACT.")
    reference: str = Field(description="Control number of the message.")
    version: str = Field(description="Such as 004010 or D.96A.UN.")
    segments: list[Segment] = Field(description="The segments between the message's first and last one.")


class Interchange(BaseModel):
    standard: Literal["x12", "edifact"] = Field(description="The standard.")
    sender: str = Field(description="Who sent it.")
    receiver: str = Field(description="Whom it is for.")
    date: str = Field(description="Date as it is written.")
    time: str = Field(description="Time as it is written.")
    control: str = Field(description="Control number of the interchange.")
    marks: dict[str, str] = Field(description="The delimiters: element, component, segment, and others.")
    head: list[Segment] = Field(description="The segments before the messages, such as UNB or ISA and GS.")
    messages: list[EdiMessage] = Field(description="The messages, over all functional groups.")
