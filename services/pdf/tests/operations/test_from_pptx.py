import io
from typing import Any

import httpx
import pikepdf
import pytest
from office_samples import zipped
from pdf_samples import content_of, picture_of, sizes_of, texts_of

from flowforge_pdf.core.office_examples import SLIDES
from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.operations.from_pptx import (
    FromPptxForm,
    NoSlides,
    NotPptx,
    PptxUndrawable,
    convert_from_pptx,
)
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages


def made(file: Any, settings: PdfSettings | None = None) -> bytes:
    return content_of(convert_from_pptx(FromPptxForm(file=file), settings or PdfSettings()))


def test_shapes_tables_charts_and_pictures(upload: Any) -> None:
    content = made(upload("shapes.pptx"))
    assert sizes_of(content) == [(720, 540)] * 2
    text = texts_of(content)[0]
    for words in ("shapes[0]", "Picture is shapes[2]", "shapes[3]", "1st Qtr", "Smart"):
        assert words in text, words
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert any(font.name.startswith("FlowForgeOfficeSans") for font in fonts_of(pdf))  # it names Calibri
    picture = picture_of(content)
    assert picture.getpixel((500, 165))[2] > 150  # the head of the table is blue
    assert picture.crop((570, 470, 700, 530)).getcolors(10_000) != picture.crop((0, 470, 60, 530)).getcolors(
        10_000
    )


def test_a_chart_has_its_legend(upload: Any) -> None:
    assert "Series 1" in texts_of(made(upload("legend.pptx")))[0]


def test_other_scripts_are_set_by_the_document_engine(spooled: Any) -> None:
    import base64  # noqa: PLC0415 - for this test alone
    import zipfile  # noqa: PLC0415 - likewise

    with zipfile.ZipFile(io.BytesIO(base64.b64decode(SLIDES["base64"]))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["ppt/slides/slide1.xml"] = parts["ppt/slides/slide1.xml"].replace("Quarterly report", "報告 한국어")
    assert "한국어" in texts_of(made(spooled(zipped(parts))))[0]


def test_faults(upload: Any, spooled: Any) -> None:
    with pytest.raises(NoSlides):
        made(upload("no-slides.pptx"))
    for other in (b"text", zipped({"word/document.xml": "<a/>"})):
        with pytest.raises(NotPptx):
            made(spooled(other))
    with pytest.raises(PptxUndrawable):
        made(spooled(zipped({"ppt/presentation.xml": "<broken"})))
    with pytest.raises(TooManyPages):
        made(upload("shapes.pptx"), PdfSettings(max_pages=1))


def test_through_http(client: httpx.Client, upload: Any) -> None:
    file = upload("legend.pptx")
    answer = client.post("/from-pptx", files={"file": (file.name, file.content)})
    assert answer.status_code == 200, answer.text
    assert 'filename="legend.pdf"' in answer.headers["content-disposition"]
