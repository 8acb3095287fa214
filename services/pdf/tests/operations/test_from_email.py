import io
from typing import Any

import httpx
import pikepdf
import pytest
from office_samples import message_with_picture
from pdf_samples import content_of, picture_of, texts_of

from flowforge_pdf.operations.from_email import FromEmailForm, NotAnEmail, convert_from_email
from flowforge_pdf.settings import PdfSettings


def made(file: Any, **options: Any) -> Any:
    return convert_from_email(FromEmailForm(file=file, **options), PdfSettings())


def test_headers_body_pictures_and_attachments(spooled: Any) -> None:
    result = made(spooled(message_with_picture(), "a.eml"), attachments="embed")
    content = content_of(result)
    text = texts_of(content)[0]
    for words in ("Ada Lovelace <ada@example.com>", "Überblick", "Hello Grace", "data.csv (7 bytes)"):
        assert words in text, words
    assert "attachment-1" not in text  # the picture is in the message
    assert (255, 128, 0) in {color for _, color in picture_of(content).getcolors(100_000)}
    assert result.report.missing == ["http://x.example/t.png"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.attachments["data.csv"].get_file().read_bytes() == b"a,b\n1,2"


def test_a_message_of_outlook(upload: Any) -> None:
    result = made(upload("outer.msg"))
    text = texts_of(content_of(result))[0]
    assert "outer subject" in text
    assert "Outer body" in text
    assert "left out" in result.report.warnings[0]


def test_damaged_headers_and_charsets_are_read(spooled: Any) -> None:
    content = b"From: a@b\r\nSubject: x\r\nContent-Type: text/plain; charset=nope\r\n\r\nGr\xfc\xdfe"
    assert "Grüße" in texts_of(content_of(made(spooled(content), attachments="none")))[0]


def test_what_is_no_message(spooled: Any) -> None:
    for content in (b"", b"hello", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)):
        with pytest.raises(NotAnEmail):
            made(spooled(content))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-email", files={"file": ("minutes.eml", message_with_picture())})
    assert answer.status_code == 200, answer.text
    assert 'filename="minutes.pdf"' in answer.headers["content-disposition"]
