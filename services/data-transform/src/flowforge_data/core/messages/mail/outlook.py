"""Read an Outlook message (MSG)."""

import io
from email import message_from_string, policy
from email.utils import formataddr
from typing import Any

from oxmsg import Message as OutlookMessage

from flowforge_data.core.messages.mail.messages import Message, NoMessage
from flowforge_data.core.messages.mail.reading import Part, headers_of, message_of, safe_name

_TRANSPORT_HEADERS = 0x007D
_CONTENT_ID = 0x3712


def read_outlook(content: bytes, field: str, *, with_files: bool) -> tuple[Message, list[Part]]:
    """Return the message and its files. Raises NoMessage."""
    try:
        message = OutlookMessage.load(io.BytesIO(content))
        headers = _headers(message)
        text, html = message.body, message.html_body
        warnings: list[str] = []
        parts = [_part(one, number, warnings) for number, one in enumerate(message.attachments, 1)]
    except Exception as error:  # the library has no error of its own
        raise NoMessage(field=field, reason="it is a damaged Outlook file, or no message") from error
    kept = [part for part in parts if part is not None]
    return message_of(headers, text, html, kept, warnings, with_files=with_files), kept


def _headers(message: Any) -> dict[str, list[str]]:
    """Return the headers that came with the message, completed by Outlook's own fields."""
    raw = message.properties.str_prop_value(_TRANSPORT_HEADERS) or ""
    found = headers_of(message_from_string(raw, policy=policy.default)) if raw else {}
    recipients = [_address(one.name, one.email_address) for one in message.recipients]
    sent = message.sent_date
    own = {
        "subject": [message.subject] if message.subject else [],
        "from": [message.sender] if message.sender else [],
        "to": [", ".join(recipients)] if recipients else [],
        "date": [sent.strftime("%a, %d %b %Y %H:%M:%S %z")] if sent is not None else [],
    }
    return {name: values for name, values in own.items() if values} | found


def _address(name: str | None, email: str | None) -> str:
    return formataddr((name, email or "")) if name and name != email else email or ""


def _part(attachment: Any, number: int, warnings: list[str]) -> Part | None:
    content = attachment.file_bytes
    if not content and not attachment.file_name:
        warnings.append(f"attachment {number} is no file of its own (a message or a link) and was left out")
        return None
    content_id = attachment.properties.str_prop_value(_CONTENT_ID)
    return Part(
        safe_name(attachment.file_name or f"attachment-{number}"),
        attachment.mime_type or "application/octet-stream",
        content or b"",
        content_id or None,
        bool(content_id),
    )
