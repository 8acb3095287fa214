from pathlib import Path

import pytest

from flowforge_fonts import find_font
from flowforge_pictures import PictureLimits, decode

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
    noto = find_font("Noto Sans").path
    assert likeness(ours, draw([Run("Rugged", noto)], 240)) > 0.94
