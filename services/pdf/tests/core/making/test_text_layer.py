"""What documents made from text say again when they are read."""

import io
from unicodedata import normalize

import pikepdf
import pytest
from pdf_samples import texts_of

from flowforge_pdf.core.making.text_layer import mend_text_layer
from flowforge_pdf.engines.plutoprint import typeset


def made(html: str) -> tuple[bytes, bytes, tuple[str, ...]]:
    """Return a page before and after its texts were mended, and the families with lost letters."""
    html = f"<style>*{{font-family:'Noto Sans'}}</style>{html}"
    before = typeset(html, (400, 200), (10, 10, 10, 10), lambda _: None, 1)
    with pikepdf.open(io.BytesIO(before)) as pdf:
        layer = mend_text_layer(pdf, html)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return before, buffer.getvalue(), layer.lost


@pytest.mark.parametrize(
    "text",
    [
        "日本人大金一",  # the font has one glyph for 日 and for the radical ⽇
        "東京の長い文",
        "한국어 텍스트",
        "עברית",
        "ไทยน้ำ",
        "नमस्ते",
        "বাংলা",
        "தமிழ்",
    ],
)
@pytest.mark.parametrize("tag", ["p", "b"])
def test_letters_are_read_as_they_were_written(text: str, tag: str) -> None:
    _, after, lost = made(f"<{tag}>{text}</{tag}>")
    assert lost == ()
    read = "".join(texts_of(after)).strip()
    assert sorted(normalize("NFKD", read)) == sorted(normalize("NFKD", text))  # they are in visual order


def test_letters_without_a_text_are_told() -> None:
    """Arabic letters are drawn as a shape and its dots, which make a letter only together."""
    before, after, lost = made("<p>لا بيت</p>")
    assert lost == ("Noto Sans Arabic",)
    assert "لا" in texts_of(after)[0]
    assert "لا" not in texts_of(before)[0]


def test_latin_documents_are_left_as_they_are() -> None:
    before, _, lost = made("<p>office Ärger Ж Ω</p>")
    assert lost == ()
    with pikepdf.open(io.BytesIO(before)) as pdf:
        assert not mend_text_layer(pdf, "office Ärger Ж Ω").changed
