import io
from typing import Any

import httpx
import pikepdf
import pytest
from office_samples import paragraphs, word_document
from pdf_samples import content_of, picture_of, table_document, texts_of
from PIL import ImageOps, ImageStat
from web_documents import finished

from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.operations.from_docx import FromDocxForm, NotDocx, convert_from_docx
from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.to_docx import ToDocxForm, convert_to_docx
from flowforge_pdf.settings import PdfSettings


def test_a_document_with_a_table(spooled: Any) -> None:
    docx = content_of(convert_to_docx(ToDocxForm(file=spooled(table_document(4))), PdfSettings()))
    result = convert_from_docx(FromDocxForm(file=spooled(docx, "a.docx")), PdfSettings())
    text = "".join("".join(texts_of(content_of(result))).split())
    assert "Pricelist" in text
    assert "Article3" in text


@pytest.mark.parametrize(
    ("named", "drawn"),
    [("Aptos", "NotoSans"), ("Noto Sans", "NotoSans"), ("Arial", "Arimo"), ("Times New Roman", "Tinos"),
     ("Courier New", "Cousine"), ("Calibri", "FlowForgeOfficeSans"), ("Cambria", "Caladea")],
)  # fmt: skip
def test_text_has_the_widths_of_its_font_and_is_bold(spooled: Any, named: str, drawn: str) -> None:
    runs = "".join(
        f'<w:r><w:rPr><w:rFonts w:ascii="{named}" w:hAnsi="{named}"/>{style}</w:rPr><w:t>HHHH</w:t></w:r>'
        for style in ("", "<w:b/>")
    )
    docx = word_document(f"<w:p>{runs}</w:p>")
    content = content_of(convert_from_docx(FromDocxForm(file=spooled(docx)), PdfSettings()))
    picture = picture_of(content).convert("L")
    box = ImageOps.invert(picture).getbbox()
    assert box is not None
    left, top, right, bottom = box
    middle = (left + right) // 2
    plain, bold = (
        ImageStat.Stat(picture.crop(part)).mean[0]
        for part in ((left, top, middle, bottom), (middle, top, right, bottom))
    )
    assert bold < plain - 15  # it is darker
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {font.name.partition("-")[0] for font in fonts_of(pdf)} == {drawn}


def test_chinese_characters_are_read_as_they_were_written(spooled: Any) -> None:
    """The font has one glyph for 日 and for the radical ⽇."""
    docx = word_document(paragraphs("日本人大金"))
    content = content_of(convert_from_docx(FromDocxForm(file=spooled(docx)), PdfSettings()))
    assert texts_of(content)[0].strip() == "日本人大金"


def test_after_a_page_of_html_in_the_same_process(spooled: Any) -> None:
    """The HTML engine leaves a configuration of fonts behind that this engine cannot use."""
    finished(make_from_html, FromHtmlForm(html="<p>One page</p>"), PdfSettings())
    test_a_document_with_a_table(spooled)


def test_what_is_no_docx(spooled: Any) -> None:
    for content in (b"text", b"PK\x03\x04broken"):
        with pytest.raises(NotDocx):
            convert_from_docx(FromDocxForm(file=spooled(content)), PdfSettings())


def test_through_http(client: httpx.Client, spooled: Any) -> None:
    assert client.post("/from-docx", files={"file": b"x"}).json()["error"]["code"] == "NOT_A_DOCX"
    docx = content_of(convert_to_docx(ToDocxForm(file=spooled(table_document(4))), PdfSettings()))
    for number in range(3):  # workers serve one call after the other, each with a folder of its own
        answer = client.post("/from-docx", files={"file": (f"{number}.docx", docx)})
        assert answer.status_code == 200, answer.text
        assert "Article3" in "".join("".join(texts_of(answer.content)).split())
