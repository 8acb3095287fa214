import gzip
from pathlib import Path

import numpy as np
import pytest

from flowforge_pictures import (
    MetadataTooLarge,
    PictureLimits,
    SvgTooComplex,
    UndecodablePicture,
    check_svg,
    decode,
    to_array,
)

LIMITS = PictureLimits()
OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="120" height="90">'
)
DRAWING = f'{OPEN}<rect width="60" height="90" fill="#ff0000"/></svg>'


def pixels(path: Path, content: bytes) -> "np.ndarray":
    path.write_bytes(content)
    return to_array(decode(path, LIMITS).opaque().frames[0])


def nested(levels: int, by: str) -> str:
    """Return a drawing in which each group draws the one before it ten times."""
    groups = "".join(
        f'<g id="a{level}">{by.format(level - 1) * 10}</g>' if level else '<g id="a0"><rect width="1"/></g>'
        for level in range(levels)
    )
    return f'{OPEN}<defs>{groups}</defs><use href="#a{levels - 1}"/></svg>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("compressed", [False, True])
def test_encodings_and_compression(tmp_path: Path, encoding: str, *, compressed: bool) -> None:
    name = "UTF-16" if "16" in encoding else "UTF-8"
    text = f'<?xml version="1.0" encoding="{name}"?>\n{DRAWING}'
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding.endswith("bom") else text.encode(encoding)
    found = pixels(tmp_path / "drawing", gzip.compress(content) if compressed else content)
    assert found.shape == (90, 120, 3)
    assert found[5, 5].tolist() == [255, 0, 0]
    assert found[5, 100].tolist() == [255, 255, 255]


@pytest.mark.parametrize("emoji", ["😀", "❤️", "🇩🇪", "👍🏽", "👩‍🚀", "☃"])
def test_emoji_are_drawn(tmp_path: Path, emoji: str) -> None:
    text = f'{OPEN}<text x="10" y="70" font-size="60" font-family="sans-serif">{emoji}</text></svg>'
    assert (pixels(tmp_path / "emoji.svg", text.encode()) < 128).sum() > 500


@pytest.mark.parametrize(
    "by",
    [
        '<use href="#a{}"/>',
        '<use xlink:href="#a{}"/>',
        '<rect fill="url(#a{})"/>',
        "<rect style=\"mask: url('#a{}')\"/>",
    ],
)
def test_what_draws_itself_too_often_is_refused_before_it_is_drawn(by: str) -> None:
    check_svg(nested(4, by).encode())
    with pytest.raises(SvgTooComplex):
        check_svg(nested(9, by).encode())


def test_references_in_a_circle_end() -> None:
    check_svg(f'{OPEN}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>'.encode())


@pytest.mark.parametrize(
    "inside",
    [
        '<filter id="f"><feTurbulence numOctaves="900"/></filter>',
        '<filter id="f"><feMorphology radius="5 5000"/></filter>',
        '<filter id="f">' + "<feGaussianBlur/>" * 300 + "</filter>",
        "".join(f'<g id="{number}">' for number in range(1000)) + "</g>" * 1000,
    ],
)
def test_other_costs_are_bounded(inside: str) -> None:
    with pytest.raises(SvgTooComplex):
        check_svg(f"{OPEN}{inside}</svg>".encode())


def test_a_compressed_bomb_and_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "bomb.svgz"
    path.write_bytes(gzip.compress(OPEN.encode() + b" " * 100_000_000 + b"</svg>"))
    with pytest.raises(MetadataTooLarge):
        decode(path, LIMITS)
    path.write_bytes(gzip.compress(DRAWING.encode())[:-12])
    with pytest.raises(UndecodablePicture):
        decode(path, LIMITS)
