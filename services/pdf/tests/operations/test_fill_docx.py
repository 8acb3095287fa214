import io
import zipfile
from typing import Any

import httpx
import pytest
from office_samples import paragraphs, runs, table, word_document
from pdf_samples import content_of, texts_of

from flowforge_pdf.operations.fill_docx import DocxNotFilled, FillDocxForm, fill_word_template
from flowforge_pdf.operations.from_docx import NotDocx
from flowforge_pdf.settings import PdfSettings

DATA = {"name": "Ada & <Grace>\nSecond line", "items": [{"a": "Ink", "b": 2}, {"a": "Paper", "b": 3}]}


def filled(file: Any, **options: Any) -> Any:
    return fill_word_template(FillDocxForm(file=file, **options), PdfSettings())


def document_of(result: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(content_of(result))) as archive:
        return archive.read("word/document.xml").decode()


def test_values_rows_and_conditions(spooled: Any) -> None:
    rows = [["Item"], ["{%tr for item in items %}"], ["{{ item.a }} {{ item.b }}"], ["{%tr endfor %}"]]
    body = (
        paragraphs("Dear {{ name }},")
        + table(rows)
        + paragraphs("{%p if items|length > 1 %}", "Many", "{%p else %}", "Few", "{%p endif %}")
    )
    result = filled(spooled(word_document(body), "letter.docx"), data=DATA)
    text = "".join("".join(texts_of(content_of(result))).split())
    for words in ("Ada&<Grace>", "Secondline", "Ink2", "Paper3", "Many"):
        assert words in text, words
    assert "Few" not in text
    assert "{" not in text
    assert result.name == "letter-filled.pdf"
    assert "{{ item.a }}" in result.report.placeholders


def test_placeholders_that_word_split_over_runs(spooled: Any) -> None:
    body = f"<w:p>{runs('{', '{ na', 'me|upper ', '}', '}')}</w:p>"
    result = filled(spooled(word_document(body)), data={"name": "ada"}, format="docx")
    assert "ADA" in document_of(result)
    assert document_of(result).count("<w:p>") == 1


def test_faults(spooled: Any) -> None:
    file = spooled(word_document(paragraphs("{{ name }}")))
    with pytest.raises(DocxNotFilled, match="undefined"):
        filled(file)
    assert "<w:t" in document_of(filled(file, strict=False, format="docx"))
    with pytest.raises(DocxNotFilled):
        filled(spooled(word_document(paragraphs("{% for x in 1 %}"))))
    with pytest.raises(DocxNotFilled, match="fuel"):
        filled(
            spooled(
                word_document(
                    paragraphs("{% for x in range(9999) %}{% for y in range(9999) %}{% endfor %}{% endfor %}")
                )
            )
        )
    with pytest.raises(NotDocx):
        filled(spooled(b"text"))


def test_through_http(client: httpx.Client) -> None:
    file = word_document(paragraphs("Hello {{ name }}"))
    answer = client.post("/fill-docx", files={"file": ("a.docx", file)}, data={"data": '{"name": "Eve"}'})
    assert "Hello Eve" in texts_of(answer.content)[0]
