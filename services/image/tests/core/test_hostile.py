"""Requests with files that were made to break decoders: each has its code, and the service lives on."""

import contextlib
import random
import struct
import zlib
from typing import Any

import pytest

from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.settings import ImageSettings
from servicekit import OperationError

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
)


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(height, 4096) * (width + 1)), 9) if width < 60_000 else b""
    body = b"".join(chunk(*one) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


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


def test_the_service_outlives_a_decoder_that_fails(client: Any, picture: Any) -> None:
    broken = picture("pillow/libtiff_segfault.tif").read_bytes()
    for _ in range(5):
        refused = client.post("/convert", content=broken, headers={"Content-Type": "image/tiff"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "IMAGE_UNDECODABLE")
    whole = picture("pillow/hopper.tif").read_bytes()
    assert client.post("/convert", content=whole, headers={"Content-Type": "image/tiff"}).status_code == 200
