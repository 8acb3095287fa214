"""Fonts that are not in a document are replaced, with the widths of the originals."""

import io

import pikepdf
import pytest
from font_samples import composite, ink_of, typed
from pdf_samples import texts_of

from flowforge_pdf.core.reading.fonts import fonts_of
from flowforge_pdf.core.substituting.choosing import Choice, choose
from flowforge_pdf.core.substituting.embedding import embed_missing_fonts


def embedded(content: bytes) -> tuple[bytes, list[str], dict[str, str]]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        warnings, refused = embed_missing_fonts(pdf)
        assert refused or all(font.embedded for font in fonts_of(pdf))
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
        return buffer.getvalue(), warnings, refused


@pytest.mark.parametrize("name", ["Helvetica", "Times-BoldItalic", "Courier", "Arial,Bold"])
def test_text_and_its_place_stay(name: str) -> None:
    before = typed(name)
    after, warnings, refused = embedded(before)
    assert (len(warnings), refused) == (1, {})
    assert texts_of(after) == texts_of(before)
    assert ink_of(after) == pytest.approx(ink_of(before), abs=6)  # side bearings differ


def test_given_widths_are_kept() -> None:
    widths = pikepdf.Array([700] * 256)
    wide = typed("Verdana", b"iiii", FirstChar=0, Widths=widths, Encoding=pikepdf.Name.WinAnsiEncoding)
    with pikepdf.open(io.BytesIO(embedded(wide)[0])) as pdf:
        font = pdf.pages[0].Resources.Font.F
        assert font.Widths[ord("i") - int(font.FirstChar)] == 700
    left, _, right, _ = ink_of(embedded(wide)[0])
    assert right - left > 3 * 0.7 * 24 * 2  # three advances at least


def test_letters_of_other_scripts_come_from_other_fonts() -> None:
    texts = {3: "Ж", 4: "ש", 5: "日", 6: "ffi"}
    before = composite("SomeSans", texts, {3: 800, 4: 600, 5: 1000, 6: 900})
    after, warnings, refused = embedded(before)
    assert (len(warnings), refused) == (1, {})
    assert texts_of(after)[0].strip() in ("Жש日ffi", "Жש日ﬃ")
    left, _, right, _ = ink_of(after)
    assert 2 * 24 * 2.9 < right - left < 2 * 24 * 3.4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (typed("Wingdings"), "it is a font of symbols"),
        (composite("SomeSans", {}, {}), "it does not say which characters its glyphs are"),
        (composite("SomeSans", {3: "\U000f1234"}, {3: 500}), "no free font has \U000f1234"),
        (
            composite("SomeSans", {3: "a", 4: "b"}, {3: 2000, 4: 3000}),
            "no free font has letters of such widths",
        ),
    ],
)
def test_what_has_no_replacement(content: bytes, reason: str) -> None:
    _, warnings, refused = embedded(content)
    assert (warnings, list(refused.values())) == ([], [reason])


@pytest.mark.parametrize(
    ("name", "flags", "choice"),
    [
        ("ABCDEF+TimesNewRomanPS-BoldMT", 0, ("Tinos", True, False)),
        ("Verdana-Italic", 0, ("Arimo", False, True)),
        ("MS-SansSerif", 0, ("Arimo", False, False)),
        ("Unknown", 1, ("Cousine", False, False)),
        ("Unknown", 2 | 64, ("Tinos", False, True)),
        ("Unknown", 4, (None, False, False)),
        ("ZapfDingbats", 4, ("FoxitDingbats", False, False)),
        ("Code39", 32, (None, False, False)),
    ],
)
def test_choice_by_name_and_flags(name: str, flags: int, choice: tuple[object, bool, bool]) -> None:
    font = pikepdf.Dictionary(BaseFont=pikepdf.Name(f"/{name}"))
    assert choose(font, pikepdf.Dictionary(Flags=flags)) == Choice(*choice)  # type: ignore[arg-type]  # as parametrized


def test_the_same_document_gives_the_same_programs() -> None:
    document = typed("Helvetica")
    assert embedded(document)[0] == embedded(document)[0]
