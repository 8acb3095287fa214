"""What is removed is gone from every place that holds it, and no pixel changes."""

import io
import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from flowforge_image.operations.metadata import MetadataForm, edit_metadata
from flowforge_image.settings import ImageSettings

EXIFTOOL = shutil.which("exiftool")
PLACE = b"48.8583"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,51.498N" '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" '
    b'xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"><drone-dji:GpsLongitude>2.2944'
    b"</drone-dji:GpsLongitude></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


MOVIE = box(b"ftyp", b"isom\0\0\0\0isom") + box(
    b"moov", box(b"udta", box(b"\xa9xyz", b"+" + PLACE + b"+002.2944/"))
)


@pytest.fixture
def motion_photo(picture: Any) -> bytes:
    """Return a photograph with what telephones and cameras add: places, previews, a video behind its end."""
    content = picture("pillow/fujifilm.mpo").read_bytes()
    added = [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + XMP),
        segment(0xE5, b"RMETA\0" + PLACE),
        segment(0xE6, b"GoPro\0" + PLACE),
        segment(0xEC, b"Ducky\0" + PLACE),
        segment(0xFE, b"a comment"),
    ]
    return content[:2] + b"".join(added) + content[2:] + MOVIE


def edited(file: Any, *kinds: str) -> bytes:
    data = edit_metadata(MetadataForm(file=file, remove=kinds), ImageSettings()).data
    assert isinstance(data, bytes)
    return data


def markers(content: bytes) -> list[tuple[int, bytes]]:
    """Return marker and first letters of each segment before the first scan."""
    at, found = 2, []
    while content[at + 1] != 0xDA:
        found.append((content[at + 1], content[at + 4 : at + 8]))
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def told_by_exiftool(content: bytes, folder: Path) -> dict[str, Any]:
    (folder / "made").write_bytes(content)
    command = [str(EXIFTOOL), "-j", "-G1", "-a", "-ee", str(folder / "made")]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)[0]


def test_a_place_is_gone_from_everywhere(motion_photo: bytes, spooled: Any, tmp_path: Path) -> None:
    made = edited(spooled(motion_photo), "gps")
    assert PLACE not in made
    assert not [name for name in (b"GPSLatitude", b"GpsLongitude", b"2.2944") if name in made]
    assert b'xmp:Rating="4"' in made
    assert b"a comment" in made
    if EXIFTOOL:
        assert not [name for name in told_by_exiftool(made, tmp_path) if "GPS" in name]


def test_all_leaves_what_decoders_need(motion_photo: bytes, spooled: Any, tmp_path: Path) -> None:
    made = edited(spooled(motion_photo), "all")
    assert not [
        one for one in markers(made) if one[0] in range(0xE0, 0xF0) and one[1] not in (b"JFIF", b"ICC_")
    ]
    assert made.count(b"\xff\xd8\xff") == 1
    assert made.endswith(b"\xff\xd9")
    if EXIFTOOL:
        groups = {name.partition(":")[0] for name in told_by_exiftool(made, tmp_path)}
        assert groups <= {"SourceFile", "ExifTool", "System", "File", "JFIF", "Composite"}


@pytest.mark.parametrize("kind", ["exif", "gps", "xmp", "iptc", "comment", "preview", "all"])
def test_no_pixel_changes(motion_photo: bytes, spooled: Any, kind: str) -> None:
    made = edited(spooled(motion_photo), kind)
    with Image.open(io.BytesIO(motion_photo)) as before, Image.open(io.BytesIO(made)) as after:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_previews_go_and_the_rest_stays(motion_photo: bytes, spooled: Any) -> None:
    made = edited(spooled(motion_photo), "preview")
    assert made.count(b"\xff\xd8\xff") == 1
    assert b"FUJIFILM" in made
    assert PLACE in made  # in the segments of unknown purpose, which nobody asked to remove
    kept = edited(spooled(motion_photo), "comment")
    assert kept.endswith(MOVIE)


def test_a_png_loses_private_chunks_and_hidden_blocks(picture: Any, spooled: Any) -> None:
    content = picture("pillow/hopper.png").read_bytes()

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP)
    hidden = [
        chunk(b"prVt", PLACE),
        chunk(b"tEXt", b"exif:GPSLatitude\0" + PLACE),
        chunk(b"zTXt", b"Raw profile type APP1\0\0" + zlib.compress(PLACE)),
        chunk(b"iTXt", packed),
        chunk(b"tEXt", b"Title\0Hopper"),
    ]
    file = spooled(content[:33] + b"".join(hidden) + content[33:] + b"behind the end" + PLACE)
    made = edited(file, "gps")
    assert PLACE not in made
    assert packed not in made
    assert b"Rating" in made
    assert b"GPS" not in made.upper()
    assert b"Hopper" in made
    everything = edited(file, "all")
    assert not [name for name in (b"prVt", b"tEXt", b"zTXt", b"iTXt", b"eXIf") if name in everything]
    assert everything.endswith(b"IEND\xaeB`\x82")


def test_a_webp_loses_unknown_chunks(picture: Any, spooled: Any) -> None:
    content = picture("pillow/flower2.webp").read_bytes()
    extra = b"PRIV" + struct.pack("<I", 8) + PLACE + b"\0"
    grown = b"RIFF" + struct.pack("<I", len(content) - 8 + len(extra)) + content[8:] + extra
    for kind in ("gps", "all"):
        made = edited(spooled(grown + b"behind the end"), kind)
        assert b"PRIV" not in made
        assert b"behind" not in made
        with Image.open(io.BytesIO(made)) as image:
            image.load()
