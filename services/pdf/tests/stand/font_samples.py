"""Pages whose fonts are not in the document."""

import io

import pikepdf
from pdf_samples import picture_of
from PIL import ImageOps


def typed(name: str, text: bytes = b"Hxg 42", **entries: object) -> bytes:
    """Return a page with *text* in a font of this name; *entries* are those of the font."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 100))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name(f"/{name}"), **entries
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.obj.Contents = pdf.make_stream(b"BT /F 24 Tf 20 40 Td <" + text.hex().encode() + b"> Tj ET")
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def composite(name: str, texts: dict[int, str], widths: dict[int, int]) -> bytes:
    """Return a page that shows the codes of *texts* in a composite font that explains them."""
    lines = "\n".join(f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items())
    below = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name(f"/{name}"),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        W=pikepdf.Array([each for code, width in widths.items() for each in (code, pikepdf.Array([width]))]),
    )  # fmt: skip
    pdf = pikepdf.open(io.BytesIO(typed(name, b"".join(code.to_bytes(2) for code in texts))))
    font = pdf.pages[0].Resources.Font.F
    font.Subtype, font.Encoding = pikepdf.Name.Type0, pikepdf.Name("/Identity-H")
    font.DescendantFonts = pikepdf.Array([pdf.make_indirect(below)])
    if lines:
        font.ToUnicode = pdf.make_stream(f"{len(texts)} beginbfchar\n{lines}\nendbfchar".encode())
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def ink_of(content: bytes) -> tuple[int, int, int, int]:
    """Return the bounds of what is drawn on the first page, in pixels."""
    bounds = ImageOps.invert(picture_of(content, scale=2).convert("L")).getbbox()
    assert bounds is not None
    return bounds
