"""What Pango sets, beside what HarfBuzz and the fonts' own outlines give without it."""

from pathlib import Path
from typing import Any

import manimgx_fonts
import manimgx_fonts_cjk
import numpy as np
import pytest
from PIL import ImageFont

from flowforge_fonts import FontLacksCharacters, UnknownFont
from flowforge_image.core.errors import EmptyText, TextDoesNotFit
from flowforge_image.core.text.style import TextStyle
from flowforge_image.core.text.typesetting import Lines, Typesetter
from flowforge_pictures import PictureLimits, TooManyPixels

from .harfbuzz_drawing import Run, cropped, draw, glyphs_of, likeness

SIZE = 240
CJK = Path(manimgx_fonts_cjk.__file__).with_name("NotoSansCJK-VF.otf.ttc")
JAPAN, KOREA, CHINA, TAIWAN = range(4)


def font(name: str) -> Path:
    return Path(manimgx_fonts.__file__).with_name(f"{name}[wght].ttf")


def latin(text: str) -> Run:
    return Run(text, font("NotoSans"))


def arabic(text: str) -> Run:
    return Run(text, font("NotoSansArabic"), "rtl")


@pytest.fixture(scope="session")
def typesetter() -> Typesetter:
    return Typesetter.using(None, PictureLimits())


def ink(lines: Lines) -> Any:
    return cropped(lines.ink.extract_band(3).numpy())


@pytest.mark.parametrize(
    ("name", "text", "direction", "shaping"),
    [
        ("NotoSansArabic", "مرحبا", "rtl", ("init", "medi", "fina", "rlig", "calt")),
        ("NotoSansDevanagari", "क्षत्रिय", "ltr", ("akhn", "half", "rkrf", "pres", "cjct")),
        ("NotoSansBengali", "বাংলা ক্ষ", "ltr", ("akhn",)),
        ("NotoSansThai", "ภาษาไทยที่", "ltr", ("ccmp", "mark")),
        ("NotoSans", "AVATAR fix", "ltr", ("kern",)),
    ],
)
def test_letters_are_shaped(
    typesetter: Typesetter, name: str, text: str, direction: str, shaping: tuple[str, ...]
) -> None:
    ours = ink(typesetter.set(text, TextStyle(), SIZE))
    assert likeness(ours, draw([Run(text, font(name), direction)], SIZE)) > 0.94
    assert likeness(ours, draw([Run(text, font(name), direction, shaping)], SIZE)) < 0.75


def test_conjuncts_and_joined_letters_are_fewer_glyphs() -> None:
    assert len(glyphs_of(Run("क्षत्रिय", font("NotoSansDevanagari")), SIZE)) == 4


@pytest.mark.parametrize(
    ("text", "seen", "other"),
    [
        (
            "abc مرحبا def",
            [latin("abc "), arabic("مرحبا"), latin(" def")],
            [latin("def "), arabic("مرحبا"), latin(" abc")],
        ),
        (
            "مرحبا abc عالم",
            [arabic("عالم"), latin(" abc "), arabic("مرحبا")],
            [arabic("مرحبا"), latin(" abc "), arabic("عالم")],
        ),
    ],
)
def test_mixed_directions(typesetter: Typesetter, text: str, seen: Any, other: Any) -> None:
    ours = ink(typesetter.set(text, TextStyle(), SIZE))
    assert likeness(ours, draw(seen, SIZE)) > 0.94
    assert likeness(ours, draw(other, SIZE)) < 0.3


def test_the_direction_of_a_paragraph_may_be_given(typesetter: Typesetter) -> None:
    style = TextStyle(direction="rtl")
    ours = ink(typesetter.set("iPhone مرحبا", style, SIZE))
    assert likeness(ours, draw([arabic("مرحبا"), latin(" iPhone")], SIZE)) > 0.94


@pytest.mark.parametrize(
    ("language", "text", "face"),
    [
        ("ja", "骨直令", JAPAN),
        ("ko", "骨直令", KOREA),
        ("zh-Hans", "骨直令", CHINA),
        ("zh-TW", "骨直令", TAIWAN),
        (None, "骨直令", CHINA),
        (None, "骨直令の", JAPAN),
        (None, "骨直한", KOREA),
    ],
)
def test_chinese_characters_have_the_form_of_their_country(
    typesetter: Typesetter, language: str | None, text: str, face: int
) -> None:
    ours = ink(typesetter.set(text, TextStyle(language=language), SIZE))
    likest = [likeness(ours, draw([Run(text, CJK, face=each)], SIZE)) for each in range(4)]
    assert likest[face] > 0.94
    assert likest[face] == max(likest)


def test_chinese_text_wraps_without_spaces_and_no_line_begins_with_a_full_stop(
    typesetter: Typesetter,
) -> None:
    lines = typesetter.set("今天天气很好。我们去公园", TextStyle(line_height=2), 100, 650)
    drawn = lines.ink.extract_band(3).numpy()
    assert lines.height == 600
    for number, expected in enumerate(("今天天气很", "好。我们去公", "园")):
        part = drawn[max(0, number * 200 - lines.top) : (number + 1) * 200 - lines.top]
        assert likeness(cropped(part), draw([Run(expected, CJK, face=CHINA)], 100)) > 0.75


@pytest.mark.parametrize("line_height", [0.8, 1.3, 2.0])
@pytest.mark.parametrize(
    ("text", "count"), [("word", 1), ("one\ntwo", 2), ("a\n\nb", 3), ("“ ”\n“ ”", 2), ("سلام\nगुड़\nÅg", 3)]
)
def test_lines_are_counted(typesetter: Typesetter, text: str, count: int, line_height: float) -> None:
    assert typesetter.set(text, TextStyle(line_height=line_height), 50).height == round(
        count * 50 * line_height
    )


def test_alignment_of_right_to_left_text_begins_on_the_right(typesetter: Typesetter) -> None:
    starts = {
        align: typesetter.set("سلام", TextStyle(align=align), 40, 300).left for align in ("start", "end")
    }
    assert starts["start"] > 200
    assert starts["end"] < 10


def test_the_largest_size_that_fits_is_found(typesetter: Typesetter) -> None:
    text, style = "Sphinx of black quartz, judge my vow", TextStyle()
    lines = typesetter.fit(text, style, (500, 300))
    assert lines.left + lines.ink.width <= 500
    assert lines.height <= 300
    larger = typesetter.set(text, style, lines.size + 1, 500)
    assert larger.height > 300 or larger.ink.width > 500
    assert typesetter.fit(text, style, (500, 300), 20).size == 20


def test_what_never_fits(typesetter: Typesetter) -> None:
    with pytest.raises(TextDoesNotFit) as caught:
        typesetter.fit("Donaudampfschifffahrtsgesellschaft" * 3, TextStyle(), (60, 60))
    assert "60 x 60" in caught.value.text


def test_long_words_are_broken_only_where_the_size_is_given(typesetter: Typesetter) -> None:
    lines = typesetter.set("Donaudampfschifffahrtsgesellschaft", TextStyle(), 50, 300)
    assert lines.ink.width <= 300
    assert lines.height >= 3 * 65


@pytest.mark.parametrize("emoji", ["😀", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "❤️"])
def test_emoji_are_one_colored_picture(typesetter: Typesetter, emoji: str) -> None:
    single = typesetter.set("😀", TextStyle(), 100).ink.width
    drawn = typesetter.set(emoji, TextStyle(), 100).ink
    assert drawn.width <= single * 1.2
    pixels = drawn.numpy().astype(int)
    opaque = pixels[pixels[:, :, 3] > 200]
    if emoji != "👨‍👩‍👧‍👦":  # the family is a gray sign
        assert np.ptp(opaque[:, :3], axis=1).max() > 80
    assert len(opaque) > 500


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ok 𓀀 𓀀", "𓀀 (U+13000)"),
        ("\ue000", "(U+E000)"),
        ("".join(chr(0x13000 + at) for at in range(12)), "2 more"),
    ],
)
def test_what_no_font_has_is_named(typesetter: Typesetter, text: str, named: str) -> None:
    with pytest.raises(FontLacksCharacters) as caught:
        typesetter.set(text, TextStyle(), 40)
    assert named in caught.value.text
    assert caught.value.text.count("U+13000") <= 1


def test_an_unknown_font_and_the_machines_own_are_refused(typesetter: Typesetter) -> None:
    with pytest.raises(UnknownFont) as caught:
        typesetter.set("a", TextStyle(font="DejaVu Sans"), 40)
    assert "Noto Sans Devanagari" in caught.value.text


def test_a_text_that_would_be_too_large_is_not_drawn(typesetter: Typesetter) -> None:
    with pytest.raises(TooManyPixels):
        typesetter.set("word " * 800, TextStyle(), 1000, 2000)


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u2066\u2069", "\u3164"])
def test_a_text_of_which_nothing_is_drawn(typesetter: Typesetter, text: str) -> None:
    with pytest.raises(EmptyText):
        typesetter.set(text, TextStyle(), 40)


def test_markup_is_text(typesetter: Typesetter) -> None:
    ours = ink(typesetter.set("<b>&amp;", TextStyle(), SIZE))
    assert likeness(ours, draw([latin("<b>&amp;")], SIZE)) > 0.94


def test_fonts_of_a_folder(tmp_path: Path) -> None:
    content = ImageFont.load_default(20).font_bytes  # Aileron, which comes inside Pillow
    assert isinstance(content, bytes)
    (tmp_path / "aileron.ttf").write_bytes(content)
    own = Typesetter.using(tmp_path, PictureLimits())
    ours = ink(own.set("Ragged", TextStyle(font="aileron"), SIZE))
    assert likeness(ours, draw([Run("Ragged", tmp_path / "aileron.ttf")], SIZE)) > 0.94
