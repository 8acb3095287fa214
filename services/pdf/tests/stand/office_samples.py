"""Office files made for single tests, by libraries that the service does not convert with."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

from pdf_samples import picture_file

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word_document(body: str) -> bytes:
    """Return a DOCX with *body* as the content of w:body."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    return zipped(parts)


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p>{runs(text)}</w:p>" for text in texts)


def runs(*texts: str) -> str:
    return "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraphs(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def message_with_picture() -> bytes:
    """Return a message in HTML with a picture inside, one on a server, and an attachment."""
    message = EmailMessage()
    message["From"] = "Ada Lovelace <ada@example.com>"
    message["To"] = "grace@example.com"
    message["Subject"] = "Überblick 日本"
    message.set_content("plain")
    message.add_alternative(
        "<html><head><style>p{color:#036}</style></head><body><p>Hello <b>Grace</b></p>"
        "<img src='cid:logo'><img src='http://x.example/t.png'></body></html>",
        subtype="html",
    )
    parts = message.get_payload()
    assert isinstance(parts, list)
    html = parts[1]
    assert isinstance(html, EmailMessage)
    html.add_related(picture_file("PNG"), "image", "png", cid="<logo>")
    message.add_attachment(b"a,b\n1,2", maintype="text", subtype="csv", filename="data.csv")
    return message.as_bytes()
