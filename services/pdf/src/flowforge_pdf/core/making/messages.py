"""E-mail messages: EML as on the Internet, MSG as Outlook saves them."""

import email
import email.policy
import email.utils
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.message import Message as AnyMessage
from pathlib import Path

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_DEPTH = 20
_CONTENT_ID = 0x3712  # PidTagAttachContentId


class NotAMessage(Exception):
    """The file is neither EML nor MSG."""


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content: bytes
    media_type: str
    content_id: str


@dataclass(slots=True)
class Message:
    """`headers` are those that people read, in order; `html` and `text` the body, each if there is one."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    html: str = ""
    text: str = ""
    attached: list[Attached] = field(default_factory=list)


def read_message(path: Path) -> Message:
    """Read the message at *path*. Raises NotAMessage."""
    content = path.read_bytes()
    return _read_msg(path) if content.startswith(_OLE) else _read_eml(content)


def _read_eml(content: bytes) -> Message:
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    if not any(name in parsed for name in ("From", "To", "Subject", "Date", "MIME-Version", "Received")):
        raise NotAMessage
    names = ("From", "To", "Cc", "Date", "Subject")
    message = Message([(name, _header(parsed, name)) for name in names if name in parsed])
    _collect(parsed, message, 0)
    return message


def _header(parsed: EmailMessage, name: str) -> str:
    try:
        return str(parsed[name])
    except (ValueError, IndexError, AttributeError, TypeError):  # a header that breaks the rules
        return next((str(value) for key, value in parsed.raw_items() if key.lower() == name.lower()), "")


def _collect(part: MIMEPart, message: Message, depth: int) -> None:
    if part.is_multipart() and part.get_content_type() != "message/rfc822" and depth < _MOST_DEPTH:
        for inner in part.iter_parts():
            _collect(inner, message, depth + 1)
        return
    kind = part.get_content_type()
    is_body = part.get_content_disposition() != "attachment" and kind in ("text/plain", "text/html")
    if is_body and kind == "text/html" and not message.html:
        message.html = _text(part)
    elif is_body and kind == "text/plain" and not message.text:
        message.text = _text(part)
    else:
        message.attached.append(_attached(part, len(message.attached) + 1))


def _attached(part: MIMEPart, number: int) -> Attached:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        content = first.as_bytes() if isinstance(first, AnyMessage) else b""
        name = f"{part.get_filename() or f'message-{number}'}"
        return Attached(name if name.endswith(".eml") else f"{name}.eml", content, "message/rfc822", "")
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    name = part.get_filename() or f"attachment-{number}"
    return Attached(name, content, part.get_content_type(), str(part.get("Content-ID", "")).strip(" <>"))


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("utf-8" if _is_utf8(content) else "cp1252", "replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_msg(path: Path) -> Message:
    import oxmsg  # noqa: PLC0415 - few calls need it

    try:
        found = oxmsg.Message.load(str(path))
        recipients = ", ".join(_address(one.name, one.email_address) for one in found.recipients)
        sent = found.sent_date
        headers = [
            ("From", str(make_header(decode_header(found.sender or "")))),
            ("To", recipients),
            ("Date", email.utils.format_datetime(sent) if sent else ""),
            ("Subject", found.subject or ""),
        ]
        attached = [
            Attached(
                one.file_name or f"attachment-{number}",
                one.file_bytes or b"",
                one.mime_type or "",
                one.properties.str_prop_value(_CONTENT_ID) or "",
            )
            for number, one in enumerate(found.attachments, 1)
        ]
        return Message(
            [pair for pair in headers if pair[1]], found.html_body or "", found.body or "", attached
        )
    except (OSError, ValueError, AttributeError, TypeError, LookupError) as error:
        raise NotAMessage from error


def _address(name: str | None, address: str | None) -> str:
    return f"{name} <{address}>" if name and address and name != address else address or name or ""
