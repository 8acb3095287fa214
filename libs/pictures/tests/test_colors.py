"""Pixels of files whose color space is named by numbers, with the values that the standards give."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from flowforge_pictures import PictureLimits, decode, to_array

LIMITS = PictureLimits()
BT2020, P3, SRGB_CURVE, PQ, HLG = 9, 12, 13, 16, 18


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def shown(path: Path, color: tuple[int, int, int], *chunks: bytes) -> list[int]:
    """Return the pixel that a PNG of one color with these chunks is decoded to."""
    Image.new("RGB", (8, 8), color).save(path, "PNG")
    content = path.read_bytes()
    path.write_bytes(content[:33] + b"".join(chunks) + content[33:])
    found: list[int] = to_array(decode(path, LIMITS).in_memory().frames[0])[0, 0].tolist()
    return found


def gamma(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def code_points(primaries: int, transfer: int) -> bytes:
    return chunk(b"cICP", bytes((primaries, transfer, 0, 1)))


def test_gamma_of_a_png(tmp_path: Path) -> None:
    """Half of the light is 188 in sRGB (IEC 61966-2-1); 1/2.2 is what sRGB is said to have."""
    gray = (128, 128, 128)
    assert shown(tmp_path / "a.png", gray, gamma(1.0)) == [188, 188, 188]
    assert shown(tmp_path / "b.png", gray, gamma(0.45455)) == [128, 128, 128]
    assert shown(tmp_path / "c.png", gray, gamma(1.0), chunk(b"sRGB", b"\0")) == [128, 128, 128]


def test_chromaticities_of_a_png(tmp_path: Path) -> None:
    """A color of Adobe RGB as another color management converts it."""
    adobe = struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
    found = shown(tmp_path / "a.png", (100, 150, 120), gamma(1 / 2.19921875), chunk(b"cHRM", adobe))
    assert found == pytest.approx([67, 151, 119], abs=2)


@pytest.mark.parametrize(
    ("color", "primaries", "transfer", "expected"),
    [
        ((255, 255, 255), BT2020, SRGB_CURVE, [255, 255, 255]),
        ((0, 255, 0), P3, SRGB_CURVE, [0, 255, 0]),
        ((100, 150, 120), P3, SRGB_CURVE, [83, 152, 118]),
        ((0, 0, 0), BT2020, PQ, [0, 0, 0]),
        ((255, 255, 255), BT2020, PQ, [255, 255, 255]),
        ((255, 255, 255), BT2020, HLG, [255, 255, 255]),
    ],
)
def test_code_points_of_a_png(
    tmp_path: Path, color: tuple[int, int, int], primaries: int, transfer: int, expected: list[int]
) -> None:
    assert shown(tmp_path / "a.png", color, code_points(primaries, transfer)) == pytest.approx(
        expected, abs=2
    )


def test_white_of_both_high_dynamic_ranges_is_the_same_and_rises(tmp_path: Path) -> None:
    """ITU-R BT.2408: reference white, 203 candelas, is 58 % of PQ and 75 % of HLG."""

    def gray(level: int, curve: int) -> int:
        return shown(tmp_path / "a.png", (level, level, level), code_points(BT2020, curve))[0]

    assert gray(148, PQ) == pytest.approx(gray(191, HLG), abs=3)
    assert gray(148, PQ) > 235
    for curve in (PQ, HLG):
        steps = [gray(level, curve) for level in range(0, 256, 15)]
        assert steps == sorted(steps)


def test_transparency_is_not_converted(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (4, 4), (128, 128, 128, 77)).save(path)
    content = path.read_bytes()
    path.write_bytes(content[:33] + gamma(1.0) + content[33:])
    assert to_array(decode(path, LIMITS).in_memory().frames[0])[0, 0].tolist() == [188, 188, 188, 77]


def test_black_of_cmyk_is_black(tmp_path: Path) -> None:
    """With black-point compensation the darkest ink, which reflects some light, becomes 0."""
    path = tmp_path / "black.jpg"
    Image.new("CMYK", (16, 16), (191, 173, 171, 230)).save(path, quality=100)
    found = to_array(decode(path, LIMITS).in_memory().frames[0])
    assert found[0, 0, :2].max() <= 8  # without it, 37
