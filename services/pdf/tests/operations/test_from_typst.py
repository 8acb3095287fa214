from typing import Any

import httpx
import pytest
from pdf_samples import content_of, picture_file, picture_of, texts_of

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.operations.from_typst import FromTypstForm, TypstUndrawable, make_from_typst
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages


def made(context: Any, source: str, settings: PdfSettings | None = None, **options: Any) -> bytes:
    form = FromTypstForm(source=source, **options)
    return content_of(make_from_typst(form, settings or PdfSettings(), context))


def test_data_and_other_scripts(context: Any) -> None:
    source = '#let data = json("data.json")\n= Dear #data.name\n#for n in range(3) [Row #n 日本語\n\n]'
    text = texts_of(made(context, source, data={"name": "Grüße"}))[0]
    assert "Dear Grüße" in text
    assert "Row 2" in text


def test_resources(context: Any, spooled: Any) -> None:
    file = spooled(picture_file("PNG"), "logo.png")
    content = made(context, '#image("logo.png", width: 5cm)', resources=[file])
    assert (255, 128, 0) in {color for _, color in picture_of(content).getcolors(100_000)}


def test_standards(context: Any) -> None:
    assert b"pdfaid" in made(context, "Hello", standard="pdfa-3b")


@pytest.mark.parametrize(
    "source", ["#nope", '#read("/etc/passwd")', '#read("../../etc/passwd")', '#image("x.png")']
)
def test_faults_name_the_reason(context: Any, source: str) -> None:
    with pytest.raises(TypstUndrawable) as caught:
        made(context, source)
    assert str(context.workspace) not in str(caught.value)


def test_packages_are_not_downloaded(context: Any) -> None:
    with pytest.raises(TypstUndrawable, match="packages are not downloaded"):
        made(context, '#import "@preview/cetz:0.2.2"')


def test_limits(context: Any) -> None:
    with pytest.raises(FontLacksCharacters):
        made(context, "\U00013000")


def test_too_many_pages(context: Any) -> None:
    with pytest.raises(TooManyPages):
        made(context, "#pagebreak()\n#pagebreak()", PdfSettings(max_pages=2))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-typst", json={"source": 'Hello #json("data.json").x', "data": {"x": "you"}})
    assert answer.status_code == 200, answer.text
    assert texts_of(answer.content) == ["Hello you"]
