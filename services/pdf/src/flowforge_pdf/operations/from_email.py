"""Convert an e-mail message to PDF: EML, or MSG as Outlook saves it, with its pictures and its attachments.

Pictures inside the message are drawn; those on web servers are left out, and listed as missing. Attachments
are listed, and put into the PDF on request.
"""

import html
import io
import re
from typing import Literal

import pikepdf
from pydantic import Field

from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.messages import Attached, Message, NotAMessage, read_message
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.core.office_examples import MESSAGE
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, Unsupported, operation

_STYLE = (
    "body{font:10.5pt/1.4 'Noto Sans'}.headers{border-collapse:collapse;margin:0 0 10pt;width:100%;"
    "border-bottom:0.5pt solid #999}.headers td{padding:1pt 6pt 3pt 0;vertical-align:top;border:0}"
    ".headers td:first-child{color:#666;width:60pt}.headers td.subject{font-weight:bold}"
    ".attached{margin-top:14pt;padding-top:6pt;border-top:0.5pt solid #999;font-size:9pt;color:#444}"
    ".plain{white-space:pre-wrap;overflow-wrap:break-word}img{max-width:100%}"
)
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.IGNORECASE | re.DOTALL)
_STYLES = re.compile(r"<style[^>]*>.*?</style>", re.IGNORECASE | re.DOTALL)


class NotAnEmail(Unsupported):
    code = "NOT_AN_EMAIL"
    message = "'file' is not an e-mail message: send an .eml file, or an .msg file of Outlook."


class FromEmailForm(PageSetup):
    file: FileInput = Field(description="The message: EML or MSG.")
    attachments: Literal["list", "embed", "none"] = Field(
        "list", description="List the attachments, also embed them in the PDF, or do neither."
    )


@operation(
    "/from-email",
    errors=(*MAKING, NotAnEmail),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": MESSAGE},
)
def convert_from_email(form: FromEmailForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    try:
        message = read_message(form.file.path)
    except NotAMessage as error:
        raise NotAnEmail from error
    pictures = {f"cid-{each.content_id}": each.content for each in message.attached if each.content_id}
    message.attached = [each for each in message.attached if not _is_inline(each, message.html)]
    body = message.html or f'<div class="plain">{html.escape(message.text)}</div>'
    text = f"<style>{_STYLE}</style>{_head(message)}{_inner(body)}{_list(message, form)}"
    text = re.sub(r"cid:([^\"')>\s]+)", lambda found: f"cid-{found[1]}", text)
    made = make(text, form, settings.limits, named(form.file.name)[: -len(".pdf")], files=pictures)
    unread = sum(not each.content for each in message.attached)
    if unread and made.report:
        made.report.warnings.append(
            f"{unread} attachments are empty, or messages that Outlook attached: they are left out."
        )
    if form.attachments == "embed" and message.attached:
        return FileOutput(_with_attachments(made.data, message), made.media_type, made.name, made.report)
    return made


def _is_inline(attached: Attached, body: str) -> bool:
    return bool(attached.content_id) and f"cid:{attached.content_id}" in body


def _head(message: Message) -> str:
    rows = "".join(
        f'<tr><td>{name}</td><td class="{name.lower()}">{html.escape(value)}</td></tr>'
        for name, value in message.headers
    )
    return f'<table class="headers">{rows}</table>'


def _inner(body: str) -> str:
    """Return the body of a page with the styles of its head."""
    found = _BODY.search(body)
    return "".join(_STYLES.findall(body[: found.start()])) + found[1] if found else body


def _list(message: Message, form: FromEmailForm) -> str:
    if form.attachments == "none" or not message.attached:
        return ""
    names = "".join(
        f"<div>{html.escape(each.name)} ({len(each.content):,} bytes)</div>" for each in message.attached
    )
    return f'<div class="attached"><b>Attachments</b>{names}</div>'


def _with_attachments(data: object, message: Message) -> bytes:
    assert isinstance(data, bytes)  # noqa: S101 - what make returns
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, each in enumerate(one for one in message.attached if one.content):
            name = each.name if each.name not in pdf.attachments else f"{number + 1}-{each.name}"
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf, each.content, filename=name, mime_type=each.media_type or "application/octet-stream"
            )
        pdf.save(buffer)
    return buffer.getvalue()
