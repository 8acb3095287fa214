"""Files that were made to break decoders: each has its code, and the service lives on."""

import contextlib
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from flowforge_image.core.decoding import decode, reading
from flowforge_image.core.limits import PictureLimits
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.settings import ImageSettings
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
        ("hopper.psd", "IMAGE_FORMAT_UNKNOWN"),
        ("drawing.wmf", "IMAGE_FORMAT_UNKNOWN"),
        ("sgi_crash.bin", "IMAGE_FORMAT_UNKNOWN"),
    ],
)
def test_files_that_broke_other_decoders(picture: Any, name: str, code: str) -> None:
    assert code_of(picture(f"pillow/{name}")) == code


def test_each_file_of_the_corpora_decodes_or_has_its_code(picture: Any) -> None:
    folders = [picture("pillow/hopper.jpg").parent, picture("pi_heif/heif_other/pug.heic").parent]
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    assert len(files) > 700
    codes = [code_of(path) for path in files]
    assert codes.count("") > 500
    assert codes.count("IMAGE_UNDECODABLE") < 30


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


def test_few_frames_of_many_pixels(picture: Any) -> None:
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
def test_files_that_were_cut_off(picture: Any, tmp_path: Path, name: str, share: float) -> None:
    content = picture(f"pillow/{name}").read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(content[: int(len(content) * share)])
    assert code_of(path) in ("IMAGE_TRUNCATED", "IMAGE_UNDECODABLE")


def test_heic_that_is_damaged(picture: Any) -> None:
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


def test_a_polyglot_leaves_as_a_picture_only(picture: Any, client: Any) -> None:
    payload = b"<script>alert('polyglot')</script>PK\x03\x04"
    content = picture("pillow/hopper.jpg").read_bytes() + payload
    answer = client.post("/convert?metadata=keep", content=content, headers={"Content-Type": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert b"polyglot" not in answer.content


FRAME = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\0"
CRAFTED = {
    "text": (b"plain text", "IMAGE_FORMAT_UNKNOWN"),
    "an unnamed decoder's": (b"P6 2 2 255\n" + bytes(12), "IMAGE_FORMAT_UNKNOWN"),
    "libvips' own": (b"\x08\xf2\xa6\xb6" + bytes(300), "IMAGE_FORMAT_UNKNOWN"),
    "no pixels": (png(0, 10), "IMAGE_HAS_NO_PIXELS"),
    "a bomb": (png(50_000, 50_000), "IMAGE_TOO_MANY_PIXELS"),
    "frames": (b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + FRAME * 10_000 + b";", "IMAGE_TOO_MANY_FRAMES"),
    "texts": (png(4, 4, *[(b"tEXt", b"k\0" + bytes(1_000_000))] * 12), "IMAGE_METADATA_TOO_LARGE"),
    "a TIFF of 4,294,967,295 pixels a side": (
        b"II*\0\x08\0\0\0\x03\0"
        + b"".join(
            struct.pack("<HHII", tag, 4, 1, value) for tag, value in ((256, 2**32 - 1), (257, 2**32 - 1))
        )
        + struct.pack("<HHII", 273, 4, 2**31 - 1, 8)
        + bytes(4),
        "IMAGE_UNDECODABLE",
    ),
    "a TIFF whose directory follows itself": (
        b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHIII", 256, 3, 1, 1, 8),
        "IMAGE_UNDECODABLE",
    ),
    "HEIC in no known codec": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "IMAGE_UNDECODABLE"),
    "elements in elements": (
        (SVG + "<g>" * 50_000 + "</g>" * 50_000 + "</svg>").encode(),
        "IMAGE_UNDECODABLE",
    ),
    "script": (f"{SVG}<script>alert(1)</script></svg>".encode(), "SVG_SCRIPT"),
    "the network": (f'{SVG}<image href="http://127.0.0.1:1/a.png"/></svg>'.encode(), "SVG_REMOTE_REFERENCE"),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_requests(client: Any, name: str) -> None:
    content, code = CRAFTED[name]
    for path in ("/convert", "/resize?width=8", "/info?pixels=true"):
        answer = client.post(path, content=content, headers={"Content-Type": "application/octet-stream"})
        if name == "frames" and path.startswith("/info"):
            assert (answer.status_code, answer.json()["frames"]) == (200, 10_000)
        else:
            assert (answer.status_code // 100, answer.json()["error"]["code"]) == (4, code)


@pytest.mark.parametrize(
    "name",
    [
        "hopper.jpg",
        "hopper.png",
        "hopper.webp",
        "hopper.gif",
        "hopper.tif",
        "apng/dispose_op_none_region.png",
    ],
)
@pytest.mark.parametrize("seed", range(40))
def test_bits_that_flipped(picture: Any, spooled: Any, name: str, seed: int) -> None:
    """Damaged files are decoded, or refused with a code: nothing else happens."""
    dice = random.Random(f"{name} {seed}")  # noqa: S311 - the same damage each time
    content = bytearray(picture(f"pillow/{name}").read_bytes())
    for _ in range(dice.choice((1, 8, 40))):
        content[dice.randrange(len(content) if seed % 2 else 200)] ^= 1 << dice.randrange(8)
    file = spooled(bytes(content))
    for call in (
        lambda: get_info(InfoForm(file=file, pixels=True), ImageSettings()),
        lambda: convert_image(ConvertForm(file=file, format="png"), ImageSettings()),
    ):
        with contextlib.suppress(OperationError):
            assert call() is not None


def test_a_wrong_profile_is_passed_over(picture: Any, tmp_path: Path, likeness: Callable[..., float]) -> None:
    with Image.open(picture("pillow/hopper.png")) as hopper:
        plain = hopper.convert("RGB")
    plain.save(tmp_path / "wrong.png", icc_profile=b"no profile at all" * 20)
    found = decode(tmp_path / "wrong.png", LIMITS).in_memory().frames[0]
    assert likeness(Image.fromarray(found.numpy()), plain) > 0.99


def test_the_service_outlives_a_decoder_that_fails(client: Any, picture: Any) -> None:
    broken = picture("pillow/libtiff_segfault.tif").read_bytes()
    for _ in range(5):
        refused = client.post("/convert", content=broken, headers={"Content-Type": "image/tiff"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "IMAGE_UNDECODABLE")
    whole = picture("pillow/hopper.tif").read_bytes()
    assert client.post("/convert", content=whole, headers={"Content-Type": "image/tiff"}).status_code == 200
