from pathlib import Path

import manimgx_fonts
import pytest

from flowforge_image.core.decoding import decode
from flowforge_image.core.faults import FontLacksCharacters
from flowforge_image.core.fonts import folders, font_set
from flowforge_image.core.limits import PictureLimits

from .harfbuzz_drawing import Run, cropped, draw, likeness


@pytest.mark.parametrize("family", ["Noto Sans", "DejaVu Sans", "sans-serif"])
def test_texts_in_svg_have_the_bundled_fonts_whatever_they_name(tmp_path: Path, family: str) -> None:
    drawing = tmp_path / "text.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="400">'
        f'<text x="50" y="280" font-size="240" font-family="{family}">Rugged</text></svg>',
        encoding="utf-8",
    )
    picture = decode(drawing, PictureLimits())
    ours = cropped(picture.frames[0].extract_band(3).numpy())
    noto = Path(manimgx_fonts.__file__).with_name("NotoSans[wght].ttf")
    assert likeness(ours, draw([Run("Rugged", noto)], 240)) > 0.94


def test_every_script_that_is_promised_is_there() -> None:
    found = font_set(None)
    assert all(folder.is_dir() for folder in folders())
    found.check("Ẁ Ж Ω Ա א ع ა አ अ অ ਅ અ ଅ அ అ ಅ അ අ ก ກ က ក 漢 か カ 한 ☃ 😀")
    assert found.family("noto sans cjk kr") == "Noto Sans CJK KR"


def test_characters_that_are_drawn_by_no_glyph_need_no_font() -> None:
    font_set(None).check("a\u200d\ufe0f\u2066\t\n\u00a0\u2028")


@pytest.mark.parametrize("text", ["\ue000", "𓀀", "\ufdd0"])
def test_others_are_refused(text: str) -> None:
    with pytest.raises(FontLacksCharacters, match=f"U\\+{ord(text):04X}"):
        font_set(None).check(text)


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert font_set(tmp_path) == font_set(None)
