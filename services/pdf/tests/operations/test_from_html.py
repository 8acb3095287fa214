import io
from typing import Any

import httpx
import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped] # it ships none
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped] # likewise
from pdf_samples import content_of, picture_file, picture_of, sizes_of, texts_of
from pydantic import ValidationError
from web_documents import finished

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.arranging.picture_images import UndecodablePicture
from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.from_images import FromImagesForm, make_from_images
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages


def made(**options: Any) -> Any:
    return finished(make_from_html, FromHtmlForm(**options), PdfSettings())


def test_paper_footer_and_page_numbers() -> None:
    body = "".join(f"<p>Paragraph {at}</p>" for at in range(60))
    content = content_of(made(html=body, paper="a5", footer="{page} of {pages}"))
    texts = texts_of(content)
    assert sizes_of(content)[0] == (419.5, 595.3)
    assert texts[0].endswith(f"1 of {len(texts)}")
    assert "Paragraph 59" in texts[-1]


def test_rules_of_the_document_win() -> None:
    html = "<html><head><style>@page{size:200pt 100pt;margin:5pt}</style></head><body>x</body></html>"
    assert sizes_of(content_of(made(html=html))) == [(200, 100)]


def test_resources_are_found_by_name_and_nothing_else(spooled: Any) -> None:
    file = spooled(picture_file("PNG"), "logo.png")
    html = (
        "<style>@page{margin:0;size:200pt 200pt}body{margin:0}</style><img src='logo.png'>"
        "<img src='file:///etc/hostname'><img src='http://169.254.169.254/latest'>"
        "<link rel=stylesheet href='x.css'>"
    )
    result = made(html=html, resources=[file])
    assert picture_of(content_of(result)).getpixel((20, 10)) == (255, 128, 0)
    assert {each.rpartition("/")[2] for each in result.report.missing} == {"hostname", "latest", "x.css"}
    assert "not sent" in result.report.warnings[0]


def test_scripts_do_not_run_and_scripts_of_the_world_do() -> None:
    content = content_of(made(html="<script>document.write('RUN')</script><p>日本語 नमस्ते שלום 😀</p>"))
    assert "RUN" not in texts_of(content)[0]
    assert "日本語" in texts_of(content)[0].replace("\u2f47", "日")
    with pytest.raises(FontLacksCharacters):
        made(html="<p>\U00013000</p>")


def test_fonts_that_are_sent_draw_what_the_bundled_ones_lack(spooled: Any) -> None:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "bird"])
    builder.setupCharacterMap({0x13000: "bird"})
    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 700), (600, 700), (600, 0)):
        (pen.moveTo if point == (0, 0) else pen.lineTo)(point)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bird": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "bird": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Birds", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    html = (
        "<style>@font-face{font-family:Birds;src:url(birds.ttf)}p{font:40pt Birds}</style><p>\U00013000</p>"
    )
    with pytest.raises(FontLacksCharacters):
        made(html=html)
    content = content_of(made(html=html, resources=[spooled(buffer.getvalue(), "birds.ttf")]))
    assert sum(picture_of(content).convert("L").histogram()[:50]) > 300


def test_grid_is_set_or_told() -> None:
    result = made(html="<div style='display:grid;grid-template-columns:1fr 1fr'><p>a</p><p>b</p></div>")
    assert result.report.engine == "weasyprint" or "grid" in result.report.warnings[0]


def test_grid_in_chinese_and_damaged_pictures_are_refused_after_it(spooled: Any) -> None:
    result = made(html="<div style='display:grid'><b>日本語</b>한국어</div>")
    assert "한국어" in texts_of(content_of(result))[0]
    assert len(content_of(result)) < 500_000
    with pytest.raises(UndecodablePicture):
        make_from_images(FromImagesForm(images=[spooled(picture_file("PNG")[:60])]), PdfSettings())


def test_a_bomb_of_pages_is_refused() -> None:
    html = "<div style='height:100000pt'></div>"
    with pytest.raises(TooManyPages):
        finished(make_from_html, FromHtmlForm(html=html), PdfSettings(max_pages=20))


def test_text_or_file() -> None:
    with pytest.raises(ValidationError, match="'html'"):
        made()


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-html", files={"file": ("page.html", "<h1>Größe</h1>".encode())})
    assert texts_of(answer.content) == ["Größe"]
    assert 'filename="page.pdf"' in answer.headers["content-disposition"]
