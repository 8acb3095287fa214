"""Files that were made to break decoders: each is refused with its code."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from flowforge_pictures import PictureLimits, decode, reading
from servicekit import OperationError

LIMITS = PictureLimits()
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
)


def code_of(path: Path, limits: PictureLimits = LIMITS) -> str:
    """Decode every pixel; return the code of the error, or an empty text."""
    try:
        found = decode(path, limits)
        with reading(path, found.format):
            found.in_memory()
    except OperationError as error:
        return error.code
    return ""


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(height, 4096) * (width + 1)), 9) if width < 60_000 else b""
    body = b"".join(chunk(*one) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("truncated_jpeg.jpg", "IMAGE_TRUNCATED"),
        ("truncated_image.png", "IMAGE_TRUNCATED"),
        ("zero_width.gif", "IMAGE_HAS_NO_PIXELS"),
        ("decompression_bomb.ico", "IMAGE_TOO_MANY_PIXELS"),
        ("l2rgb_read.bmp", "IMAGE_TOO_MANY_PIXELS"),
        ("libtiff_segfault.tif", "IMAGE_UNDECODABLE"),
        ("oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif", "IMAGE_UNDECODABLE"),
        ("seek_too_large.tif", "IMAGE_TRUNCATED"),
        ("timeout-6646305047838720", "IMAGE_UNDECODABLE"),
        ("drawing.wmf", "IMAGE_FORMAT_UNKNOWN"),
        ("sgi_crash.bin", "IMAGE_FORMAT_UNKNOWN"),
    ],
)
def test_files_that_broke_other_decoders(picture: Callable[[str], Path], name: str, code: str) -> None:
    assert code_of(picture(f"pillow/{name}")) == code


def test_each_file_of_the_corpora_decodes_or_has_its_code(picture: Callable[[str], Path]) -> None:
    folders = [picture("pillow/hopper.jpg").parent, picture("pi_heif/heif_other/pug.heic").parent]
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    assert len(files) > 700
    codes = {path: code_of(path) for path in files}
    assert list(codes.values()).count("") > 500
    undecodable = [path for path, code in codes.items() if code == "IMAGE_UNDECODABLE"]
    of_other_formats = [path for path in undecodable if path.suffix not in (".jp2", ".j2k", ".psd")]
    assert len(of_other_formats) < 30
    assert len(undecodable) - len(of_other_formats) < 25  # made to break decoders, all of them


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [
        (50_000, 50_000, "IMAGE_TOO_MANY_PIXELS"),
        (40_000, 1, "IMAGE_TOO_MANY_PIXELS"),
        (20_000, 20_000, "IMAGE_TOO_MANY_PIXELS"),
        (0, 10, "IMAGE_HAS_NO_PIXELS"),
    ],
)
def test_a_bomb_is_known_by_its_header(tmp_path: Path, width: int, height: int, code: str) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png(width, height))
    assert code_of(path) == code  # its rows end early: who read them would call it cut off


def test_ten_thousand_frames(tmp_path: Path) -> None:
    """Frames of one pixel, each 30 bytes: only the number is large."""
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\0"
    path = tmp_path / "frames.gif"
    path.write_bytes(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 10_000 + b"\x3b")
    assert code_of(path) == "IMAGE_TOO_MANY_FRAMES"


def test_few_frames_of_many_pixels(picture: Callable[[str], Path]) -> None:
    limits = PictureLimits(animation_pixels=10_000)
    assert code_of(picture("pillow/dispose_bgnd.gif"), limits) == "IMAGE_TOO_MANY_PIXELS"


def test_60_mb_of_exif(tmp_path: Path) -> None:
    path = tmp_path / "exif.png"
    path.write_bytes(png(4, 4, (b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(60_000_000))))
    assert code_of(path) == "IMAGE_METADATA_TOO_LARGE"
    small = PictureLimits(metadata_bytes=100)
    path.write_bytes(png(4, 4, (b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(6_000))))
    assert code_of(path, small) == "IMAGE_METADATA_TOO_LARGE"


@pytest.mark.parametrize(
    "name", ["hopper.jpg", "hopper.png", "hopper.webp", "hopper.gif", "avif/hopper.avif", "hopper.bmp"]
)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_files_that_were_cut_off(
    picture: Callable[[str], Path], tmp_path: Path, name: str, share: float
) -> None:
    content = picture(f"pillow/{name}").read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(content[: int(len(content) * share)])
    assert code_of(path) in ("IMAGE_TRUNCATED", "IMAGE_UNDECODABLE")


def test_heic_that_is_damaged(picture: Callable[[str], Path]) -> None:
    for name in ("corrupted.heic", "corrupted.hif", "empty.heic"):
        assert code_of(picture(f"pi_heif/heif_corrupted/{name}")).startswith("IMAGE_")


@pytest.mark.parametrize(
    "content", [b"", b"plain text", b"\xff\xd8", b"<html><svg></svg></html>", bytes(100)]
)
def test_what_is_no_picture(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none"
    path.write_bytes(content)
    assert code_of(path) == "IMAGE_FORMAT_UNKNOWN"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{SVG}<text>&x;</text></svg>',
            "SVG_EXTERNAL_ENTITY",
        ),
        (f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>{SVG}&b;</svg>', "SVG_EXTERNAL_ENTITY"),
        (f"{SVG}<script>alert(1)</script></svg>", "SVG_SCRIPT"),
        (f'{SVG}<rect onload="alert(1)"/></svg>', "SVG_SCRIPT"),
        (f'{SVG}<a xlink:href="java&#115;cript:alert(1)"/></svg>', "SVG_SCRIPT"),
        (f"{SVG}<foreignObject/></svg>", "SVG_SCRIPT"),
        (f'{SVG}<image href="http://example.com/a.png"/></svg>', "SVG_REMOTE_REFERENCE"),
        (f'{SVG}<image xlink:href="file:///etc/hostname"/></svg>', "SVG_REMOTE_REFERENCE"),
        (f'{SVG}<use href="other.svg#a"/></svg>', "SVG_REMOTE_REFERENCE"),
        (f'{SVG}<rect style="fill: url(http://example.com/#a)"/></svg>', "SVG_REMOTE_REFERENCE"),
        (f"{SVG}<style>@import 'http://example.com/a.css';</style></svg>", "SVG_REMOTE_REFERENCE"),
        (f'<?xml-stylesheet href="a.css"?>{SVG}</svg>', "SVG_REMOTE_REFERENCE"),
        (f'{SVG}<image href="data:image/svg+xml;base64,PHN2Zy8+"/></svg>', "SVG_REMOTE_REFERENCE"),
        (f"{SVG}<rect></svg>", "IMAGE_UNDECODABLE"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="50000" height="50000"/>', "IMAGE_TOO_MANY_PIXELS"),
        (f'{SVG}<defs><g id="a"/></defs><use href="#a"/><a href="http://example.com"/></svg>', ""),
        (f'<!DOCTYPE svg [<!ENTITY ns "http://ns.adobe.com/">]>{SVG}<g data-ns="&ns;"/></svg>', ""),
    ],
)
def test_drawings(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "drawing.svg"
    path.write_text(content)
    assert code_of(path) == code


def test_a_wrong_profile_is_passed_over(picture: Callable[[str], Path], tmp_path: Path) -> None:
    with Image.open(picture("pillow/hopper.png")) as hopper:
        plain = hopper.convert("RGB")
    plain.save(tmp_path / "wrong.png", icc_profile=b"no profile at all" * 20)
    found = decode(tmp_path / "wrong.png", LIMITS).in_memory().frames[0]
    assert np.abs(found.numpy().astype(int) - np.asarray(plain)).max() <= 1
