import os
from pathlib import Path

import pytest
import uharfbuzz as harfbuzz

from flowforge_fonts import (
    FontLacksCharacters,
    UnknownFont,
    cjk_family,
    find_font,
    font_files,
    font_folders,
    load_fonts,
    substitute,
    use_bundled_fonts,
)


def test_every_documented_script_is_there() -> None:
    found = load_fonts()
    assert all(folder.is_dir() for folder in font_folders())
    found.check("Ẁ Ж Ω Ա א ع ა አ अ অ ਅ અ ଅ அ అ ಅ അ අ ก ກ က ក 漢 か カ 한 ☃ 😀")
    assert found.family("noto sans cjk kr") == "Noto Sans CJK KR"


def test_characters_without_a_glyph_need_no_font() -> None:
    load_fonts().check("a\u200d\ufe0f\u2066\t\n\u00a0\u2028")


@pytest.mark.parametrize("text", ["\ue000", "𓀀", "\ufdd0"])
def test_characters_that_no_font_draws_are_refused(text: str) -> None:
    with pytest.raises(FontLacksCharacters, match=f"U\\+{ord(text):04X}"):
        load_fonts().check(text)


def test_files_that_are_not_fonts_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    assert load_fonts(tmp_path) == load_fonts()


def test_a_folder_adds_families(tmp_path: Path) -> None:
    hebrew = find_font("Noto Sans Hebrew").path
    (tmp_path / "own.ttf").write_bytes(
        hebrew.read_bytes().replace(
            *(text.encode("utf-16-be") for text in ("Noto Sans Hebrew", "Flow Sans Hebrew"))
        )
    )
    found = load_fonts(tmp_path)
    assert found.family("flow sans hebrew") == "Flow Sans Hebrew"
    assert find_font("Flow Sans Hebrew", folder=tmp_path).path == tmp_path / "own.ttf"


@pytest.mark.parametrize(
    ("family", "italic", "letter"),
    [("Noto Sans", False, "a"), ("noto sans", True, "a"), ("Noto Sans CJK JP", False, "か"),
     ("Noto Sans Arabic", True, "ع"), ("Noto Sans Devanagari", False, "अ"),
     ("Noto Color Emoji", False, "😀")],
)  # fmt: skip
def test_a_family_has_a_file_that_draws_its_script(family: str, italic: bool, letter: str) -> None:  # noqa: FBT001 - a table's column
    found = find_font(family, italic=italic)
    assert found.italic == (italic and family == "noto sans")
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(found.path)), found.index)
    assert ord(letter) in face.unicodes


@pytest.mark.parametrize(
    ("named", "drawn"),
    [("Arial", "Arimo"), ("times new roman", "Tinos"), ("monospace", "Cousine"), ("Cambria", "Caladea"),
     ("Calibri", "FlowForge Office Sans"), ("arimo", "Arimo"), ("Comic Sans MS", "Noto Sans")],
)  # fmt: skip
def test_a_family_that_is_not_there_is_drawn_by_another(named: str, drawn: str) -> None:
    assert substitute(named) == drawn
    bold = find_font(drawn, bold=True)
    assert bold.bold == (not drawn.startswith("Noto"))
    assert bold.family == drawn


@pytest.mark.parametrize("family", ["Arimo", "FlowForge Office Sans"])
def test_widths_are_those_of_the_original(family: str) -> None:
    """Arial and Calibri have these advances, in thousandths of the size, in their hmtx tables."""
    known = {
        "Arimo": {"A": 667, "i": 222, "m": 833, "0": 556},
        "FlowForge Office Sans": {"A": 579, "i": 229, "m": 799, "0": 507},
    }
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(find_font(family).path)))
    font = harfbuzz.Font(face)
    for letter, width in known[family].items():
        glyph = font.get_nominal_glyph(ord(letter))
        assert round(font.get_glyph_h_advance(glyph) * 1000 / face.upem) == width


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(UnknownFont, match=r"Comic Sans.*Noto Sans"):
        find_font("Comic Sans")


@pytest.mark.parametrize(
    ("text", "language", "region"),
    [("漢", None, "SC"), ("漢か", None, "JP"), ("한", None, "KR"), ("漢", "ja", "JP"),
     ("漢", "zh-Hant-HK", "HK"), ("漢", "zh-TW", "TC"), ("漢", "yue", "HK")],
)  # fmt: skip
def test_chinese_characters_have_the_form_of_their_region(
    text: str, language: str | None, region: str
) -> None:
    assert cjk_family(text, language) == f"Noto Sans CJK {region}"


def test_the_configuration_names_every_folder() -> None:
    use_bundled_fonts()
    text = Path(os.environ["FONTCONFIG_FILE"]).read_text(encoding="utf-8")
    assert all(f"<dir>{folder}</dir>" in text for folder in font_folders())
    assert {face.path.parent for face in font_files()} <= set(font_folders())


def test_the_configuration_is_written_again_when_it_was_removed() -> None:
    use_bundled_fonts(without=["Noto Emoji"])
    first = Path(os.environ["FONTCONFIG_FILE"])
    first.unlink()
    use_bundled_fonts(without=["Noto Emoji"])
    assert "Noto Emoji" in Path(os.environ["FONTCONFIG_FILE"]).read_text(encoding="utf-8")
