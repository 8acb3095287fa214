"""Read a message: MIME with the standard library, Outlook with its own format."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Final

from flowforge_data.core.messages.mail.messages import (
    MAX_ATTACHMENTS,
    Address,
    Attachment,
    Message,
    NoMessage,
)

_KNOWN: Final = ("from", "to", "subject", "date", "message-id", "received", "mime-version", "content-type")


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a message."""

    name: str
    media_type: str
    content: bytes
    content_id: str | None
    inline: bool

    def told(self, *, content: bool) -> Attachment:
        return Attachment(
            name=self.name,
            media_type=self.media_type,
            bytes=len(self.content),
            sha256=hashlib.sha256(self.content).hexdigest(),
            content_id=self.content_id,
            inline=self.inline,
            base64=base64.b64encode(self.content).decode() if content else None,
        )


def read_mime(content: bytes, field: str, *, with_files: bool) -> tuple[Message, list[Part]]:
    """Return the message and its files. Raises NoMessage."""
    try:
        parsed = message_from_bytes(content.lstrip(b"\r\n"), policy=policy.default)
        headers = headers_of(parsed)
    except (MessageError, RecursionError, ValueError, LookupError, AttributeError) as error:
        raise NoMessage(field=field, reason="its headers or parts are damaged") from error
    if not any(name in headers for name in _KNOWN):
        raise NoMessage(field=field, reason="it has no header such as From or Subject")
    warnings: list[str] = []
    text, html, parts = _bodies(parsed, warnings)
    return message_of(headers, text, html, parts, warnings, with_files=with_files), parts


def headers_of(parsed: EmailMessage) -> dict[str, list[str]]:
    """Return the decoded headers by lower-case name."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(parsed.keys()):
        found[name.lower()] = [_header(parsed, name, place) for place in range(len(parsed.get_all(name, [])))]
    return found


def _header(parsed: EmailMessage, name: str, place: int) -> str:
    try:
        return str(parsed.get_all(name, [])[place]).replace("\r", "").replace("\n", "")
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        raw = [value for key, value in parsed.raw_items() if key.lower() == name.lower()]
        return " ".join(str(raw[place]).split()).encode("utf-8", "replace").decode()


def message_of(
    headers: dict[str, list[str]],
    text: str | None,
    html: str | None,
    parts: Sequence[Part],
    warnings: list[str],
    *,
    with_files: bool,
) -> Message:
    def first(name: str) -> str | None:
        return next(iter(headers.get(name, [])), None)

    sender = addresses_of(headers.get("from", []))
    return Message(
        subject=first("subject") or "",
        sender=sender[0] if sender else None,
        to=addresses_of(headers.get("to", [])),
        cc=addresses_of(headers.get("cc", [])),
        bcc=addresses_of(headers.get("bcc", [])),
        reply_to=addresses_of(headers.get("reply-to", [])),
        date=_date(first("date"), warnings.append),
        message_id=_id(first("message-id")),
        in_reply_to=_id(first("in-reply-to")),
        references=[one.strip("<>") for one in (first("references") or "").split()],
        text=text,
        html=html,
        headers=headers,
        attachments=[part.told(content=with_files) for part in parts],
        warnings=list(dict.fromkeys(warnings)),
    )


def addresses_of(values: Sequence[str]) -> list[Address]:
    found = getaddresses(values)
    return [Address(name=name, email=email) for name, email in found if email or name]


def _id(value: str | None) -> str | None:
    return value.strip().strip("<>") or None if value else None


def _date(value: str | None, warn: Callable[[str], None]) -> str | None:
    if not value:
        return None
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError):
        warn(f"the date {value[:60]!r} cannot be read")
        return None


def _bodies(parsed: EmailMessage, warnings: list[str]) -> tuple[str | None, str | None, list[Part]]:
    text: list[str] = []
    html: list[str] = []
    parts: list[Part] = []
    for one in _leaves(parsed):
        media_type = one.get_content_type()
        is_file = one.get_content_disposition() == "attachment" or one.get_filename() is not None
        if media_type in ("text/plain", "text/html") and not is_file:
            (text if media_type == "text/plain" else html).append(_text(one, warnings))
        elif len(parts) < MAX_ATTACHMENTS:
            parts.append(_file(one, len(parts) + 1))
        else:
            warnings.append(f"only the first {MAX_ATTACHMENTS} attachments were read")
        warnings += [f"a part is damaged: {_defect(defect)}" for defect in one.defects]
    return "\n".join(text) if text else None, "\n".join(html) if html else None, parts


def _leaves(parsed: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold no others; a message inside is one file."""
    waiting: list[Any] = [parsed]
    while waiting:
        one = waiting.pop()
        if one.get_content_maintype() == "multipart" and isinstance(one.get_payload(), list):
            waiting += reversed(one.get_payload())
        else:
            yield one


def _defect(defect: Exception) -> str:
    name = type(defect).__name__.removesuffix("Defect")
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _text(one: EmailMessage, warnings: list[str]) -> str:
    raw = one.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else str(one.get_payload()).encode("utf-8", "replace")
    charset = one.get_content_charset() or "utf-8"
    try:
        found = content.decode(charset)
    except LookupError:
        warnings.append(f"the encoding {charset[:40]!r} is not known: the text was read as UTF-8")
        found = content.decode("utf-8", "replace")
    except UnicodeDecodeError:
        found = content.decode("cp1252" if charset in ("utf-8", "us-ascii") else charset, "replace")
        warnings.append(f"the text is not valid {charset[:40]}")
    return found.replace("\r\n", "\n")


def _file(one: EmailMessage, number: int) -> Part:
    if one.get_content_type() == "message/rfc822" and isinstance(one.get_payload(), list):
        inner: Any = one.get_payload(0)
        content = inner.as_bytes()
        name = str(inner.get("subject", "") or f"message-{number}")[:100] + ".eml"
    else:
        raw = one.get_payload(decode=True)
        content = raw if isinstance(raw, bytes) else b""
        name = one.get_filename() or f"attachment-{number}"
    return Part(
        safe_name(name),
        one.get_content_type(),
        content,
        _id(one.get("content-id")),
        one.get_content_disposition() == "inline",
    )


def safe_name(name: str) -> str:
    """Return the last part of a file name, without control characters and signs that file systems refuse."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return (
        "".join("_" if letter in '<>:"|?*' or not letter.isprintable() else letter for letter in last)[
            :200
        ].strip(". ")
        or "attachment"
    )
