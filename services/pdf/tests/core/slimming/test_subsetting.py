"""Fonts are cut down to what pages show, and nothing looks different."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_samples import picture_of, texts_of
from PIL import ImageChops
from reportlab.pdfgen.canvas import Canvas

from flowforge_fonts import metric_font
from flowforge_pdf.core.slimming.duplicates import merge_equal_streams
from flowforge_pdf.core.slimming.subsetting import subset_fonts
from flowforge_pdf.core.substituting.embedding import embed_missing_fonts

FILES = Path(__file__).parents[2] / "files"


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def whole_font(*, composite: bool) -> bytes:
    """Return a page that shows a few letters of a TrueType font which is embedded as a whole."""
    content = metric_font("Tinos").read_bytes()
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 60))
    program = pdf.make_stream(content, Length1=len(content))
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Tinos, Flags=32, FontFile2=program
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Tinos, FirstChar=0,
        Widths=pikepdf.Array([600] * 256), Encoding=pikepdf.Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    shown = b"(Hxg\\374 42) Tj"
    if composite:
        font.Subtype, font.Encoding = pikepdf.Name.Type0, pikepdf.Name("/Identity-H")
        below = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Tinos,
            CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=font.FontDescriptor, DW=600, CIDToGIDMap=pikepdf.Name.Identity,
        )  # fmt: skip
        font.DescendantFonts = pikepdf.Array([pdf.make_indirect(below)])
        shown = b"<002400470051> Tj"
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    # The font is set outside of the form that shows the text.
    form = pdf.make_stream(b"BT 10 20 Td " + shown + b" ET", Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 60])
    page.obj.Resources.XObject = pikepdf.Dictionary(X=form)
    page.obj.Contents = pdf.make_stream(b"/F 20 Tf q /X Do Q")
    return saved(pdf)


def compact() -> bytes:
    """Return a page whose fonts are bare CFF programs with all of their letters."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont("Times-Roman", 24)
    canvas.drawString(40, 700, "Hxg\xfc 42")
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        embed_missing_fonts(pdf)
        return saved(pdf)


def cut(content: bytes) -> tuple[bytes, int]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return (saved(pdf), count) if (count := subset_fonts(pdf)) else (content, 0)


def looks_the_same(before: bytes, after: bytes) -> bool:
    difference = ImageChops.difference(picture_of(before, scale=2), picture_of(after, scale=2))
    return difference.getbbox() is None


@pytest.mark.parametrize(
    ("content", "share"),
    [(whole_font(composite=False), 0.3), (whole_font(composite=True), 0.3), (compact(), 0.3)],
)
def test_what_is_not_shown_goes(content: bytes, share: float) -> None:
    after, count = cut(content)
    assert count
    assert len(after) < len(content) * share
    assert looks_the_same(content, after)
    assert texts_of(after) == texts_of(content)
    assert cut(after)[1] == 0


def test_fonts_of_form_fields_stay_whole() -> None:
    with pikepdf.open(io.BytesIO(whole_font(composite=False))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], DR=pikepdf.Dictionary(Font=fonts))
        assert subset_fonts(pdf) == 0


def test_content_that_cannot_be_read_leaves_fonts_alone() -> None:
    with pikepdf.open(io.BytesIO(whole_font(composite=False))) as pdf:
        form = pdf.pages[0].Resources.XObject.X
        form.write(b"damaged", filter=pikepdf.Name.JBIG2Decode)
        assert subset_fonts(pdf) == 0


@pytest.mark.parametrize("path", sorted(FILES.glob("*.pdf")), ids=lambda path: path.stem)
def test_files_of_others_look_the_same(path: Path) -> None:
    content = path.read_bytes()
    if b"/Encrypt" in content:
        pytest.skip("it has a password")
    after, _ = cut(content)
    assert looks_the_same(content, after)
    assert texts_of(after) == texts_of(content)


def test_equal_streams_become_one(sample: Any) -> None:
    with pikepdf.open(io.BytesIO(whole_font(composite=True))) as pdf:
        other = pikepdf.open(io.BytesIO(whole_font(composite=True)))
        pdf.pages.extend(other.pages)
        before = len(saved(pdf))
        assert merge_equal_streams(pdf) >= 1
        after = saved(pdf)
    assert len(after) < before * 0.6
    assert texts_of(after)[0] == texts_of(after)[1]
    with pikepdf.open(sample(2).path) as different:
        assert merge_equal_streams(different) == 0
