import struct
from pathlib import Path
from typing import Any

import pytest

from flowforge_pictures.structure.completeness import is_cut_off
from flowforge_pictures.structure.parts import metadata_bytes, says_no_pixels

ENOUGH = 1 << 30


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def test_metadata_of_a_jpeg(picture: Any, tmp_path: Path) -> None:
    content = picture("pillow/hopper.jpg").read_bytes()
    (tmp_path / "plain.jpg").write_bytes(content)
    many = content[:2] + segment(0xE1, bytes(60_000)) * 100 + content[2:]
    (tmp_path / "many.jpg").write_bytes(many)
    plain = metadata_bytes(tmp_path / "plain.jpg", "jpeg", ENOUGH)
    assert metadata_bytes(tmp_path / "many.jpg", "jpeg", ENOUGH) == plain + 100 * 60_002
    assert metadata_bytes(tmp_path / "many.jpg", "jpeg", 1000) < 61_000


def test_small_parts_count_too(picture: Any, tmp_path: Path) -> None:
    content = picture("pillow/hopper.jpg").read_bytes()
    (tmp_path / "crumbs.jpg").write_bytes(content[:2] + segment(0xFE, b"") * 100_000 + content[2:])
    assert metadata_bytes(tmp_path / "crumbs.jpg", "jpeg", ENOUGH) > 25_000_000


@pytest.mark.parametrize("name", ["hopper.png", "hopper.gif", "hopper.webp", "hopper.jpg", "hopper.tif"])
def test_pictures_have_little_metadata_and_some_pixels(picture: Any, name: str) -> None:
    path, source = picture(f"pillow/{name}"), name.rpartition(".")[2].replace("jpg", "jpeg")
    source = source.replace("tif", "tiff")
    assert metadata_bytes(path, source, ENOUGH) < 4000
    assert not says_no_pixels(path, source)
    assert not is_cut_off(path, source)


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 0, 10)),
        ("gif", b"GIF89a\x05\0\0\0\0\0\0"),
        ("bmp", b"BM" + bytes(12) + struct.pack("<Iii", 40, 10, 0)),
        ("jpeg", b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 10, 0, 3))),
        ("svg", b'<svg xmlns="http://www.w3.org/2000/svg" height="9" width="0px"/>'),
    ],
)
def test_headers_without_pixels(tmp_path: Path, source: Any, content: bytes) -> None:
    (tmp_path / "none").write_bytes(content)
    assert says_no_pixels(tmp_path / "none", source)
