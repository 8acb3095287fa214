"""What a message holds."""

from pydantic import BaseModel, Field

from servicekit import InvalidInput

MAX_ATTACHMENTS = 500


class NoMessage(InvalidInput):
    code = "MESSAGE_UNREADABLE"
    message = "'{field}' cannot be read as an e-mail message: {reason}."


class Address(BaseModel):
    name: str = Field(description="Name; empty if there is none.")
    email: str = Field(description="E-mail address.")


class Attachment(BaseModel):
    name: str = Field(description="File name.")
    media_type: str = Field(description="Media type, such as application/pdf.")
    bytes: int = Field(description="Size.")
    sha256: str = Field(description="SHA-256 of the content, in hexadecimal.")
    content_id: str | None = Field(description="Content-ID by which the HTML refers to it; null if none.")
    inline: bool = Field(description="Whether it is shown inside the message.")
    base64: str | None = Field(description="The content; null unless asked for.")


class Message(BaseModel):
    subject: str = Field(description="Subject.")
    sender: Address | None = Field(description="From.")
    to: list[Address] = Field(description="To.")
    cc: list[Address] = Field(description="Cc.")
    bcc: list[Address] = Field(description="Bcc.")
    reply_to: list[Address] = Field(description="Reply-To.")
    date: str | None = Field(description="When it was sent, ISO 8601; null if that cannot be read.")
    message_id: str | None = Field(description="Message-ID without angle brackets.")
    in_reply_to: str | None = Field(description="Message-ID of the message that it answers.")
    references: list[str] = Field(description="Message-IDs of the thread.")
    text: str | None = Field(description="The plain text; null if there is none.")
    html: str | None = Field(description="The HTML; null if there is none. It is not sanitized.")
    headers: dict[str, list[str]] = Field(description="All headers, decoded, by lower-case name.")
    attachments: list[Attachment] = Field(description="The attachments.")
    warnings: list[str] = Field(description="What was guessed, damaged or left out.")
