"""Creator and copyright survive in every format, whichever block of the source names them."""

import io
import struct
from typing import Any

import pytest
from PIL import ExifTags, Image

from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.operations.metadata import MetadataForm, edit_metadata
from flowforge_image.settings import ImageSettings

TARGETS = ["jpeg", "png", "webp", "avif", "tiff"]
CLAIM, MAKER = "© 2026 Müller, 東京", "Łukasz Ωmega"
TWO_PARTS = b"Ada Lovelace\0Example Press\0"
SETTINGS = ImageSettings()


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **options), SETTINGS)


def jpeg(**options: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(stream, "JPEG", **options)
    return stream.getvalue()


def exif_block(tags: dict[int, bytes]) -> bytes:
    """Write a directory of ASCII fields by hand: the library that reads them back would not write UTF-8."""
    at = 8 + 2 + 12 * len(tags) + 4
    entries, data = b"", b""
    for tag, text in sorted(tags.items()):
        entries += struct.pack("<HHII", tag, 2, len(text), at + len(data))
        data += text
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4) + data


def iptc_block(*fields: tuple[int, str]) -> bytes:
    iim = b"\x1c\x01\x5a\0\x03\x1b%G"
    for number, text in fields:
        raw = text.encode()
        iim += struct.pack(">BBBH", 0x1C, 2, number, len(raw)) + raw
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iim)) + iim + b"\0" * (len(iim) % 2)
    return b"Photoshop 3.0\0" + resource


def with_segment(content: bytes, marker: int, body: bytes) -> bytes:
    return content[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + content[2:]


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="image/jpeg">'
    f"<dc:creator><rdf:Seq><rdf:li>{MAKER}</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt>"
    f'<rdf:li xml:lang="x-default">{CLAIM}</rdf:li></rdf:Alt></dc:rights></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)
SOURCES = {
    "exif": jpeg(exif=exif_block({0x013B: MAKER.encode() + b"\0", 0x8298: CLAIM.encode() + b"\0"})),
    "xmp": jpeg(xmp=XMP.encode()),
    "iptc": with_segment(jpeg(), 0xED, iptc_block((80, MAKER), (116, CLAIM), (90, "Bonn"))),
}


def raw_tags(image: Any) -> tuple[bytes, bytes]:
    """Return artist and copyright as bytes: the library reads every text as Latin-1."""
    exif = image.getexif()
    return tuple(
        exif.get(tag, "").encode("latin-1") for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright)
    )


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("source", SOURCES)
def test_rights_are_kept_and_nothing_else(spooled: Any, opened: Any, source: str, target: str) -> None:
    file = spooled(SOURCES[source])
    made = converted(file, metadata="copyright", format=target)
    assert raw_tags(opened(made)) == (MAKER.encode(), CLAIM.encode())
    found = get_info(InfoForm(file=spooled(made.data)), SETTINGS)
    assert (found.xmp["dc:creator"], found.xmp["dc:rights"]) == ([MAKER], [CLAIM])
    assert b"Bonn" not in made.data
    assert b"dc:format" not in made.data


def test_gif_names_them_in_xmp(spooled: Any) -> None:
    made = converted(spooled(SOURCES["iptc"]), metadata="copyright", format="gif")
    head, _, rest = made.data.partition(b"\x21\xff\x0bXMP DataXMP")
    packet = rest[: rest.index(b"\1\xff\xfe")]
    assert CLAIM.encode() in packet
    with Image.open(io.BytesIO(made.data)) as image:
        image.load()
        assert image.size == (40, 30)
    assert head.startswith(b"GIF89a")


@pytest.mark.parametrize("metadata", ["copyright", "keep"])
@pytest.mark.parametrize("target", TARGETS)
def test_both_parts_of_a_copyright_are_kept(spooled: Any, opened: Any, target: str, metadata: str) -> None:
    """CIPA DC-008, 4.6.4: photographer and editor, each ended by a zero."""
    file = spooled(jpeg(exif=exif_block({0x8298: TWO_PARTS})))
    made = converted(file, metadata=metadata, format=target)
    assert TWO_PARTS in made.data
    assert raw_tags(opened(made))[1] == TWO_PARTS.rstrip(b"\0")


def test_other_fields_are_not_damaged_by_an_edit(spooled: Any, opened: Any) -> None:
    file = spooled(jpeg(exif=exif_block({0x013B: MAKER.encode() + b"\0", 0x8298: TWO_PARTS})))
    made = edit_metadata(MetadataForm(file=file, fields={"make": "Leica"}), SETTINGS)
    assert raw_tags(opened(made)) == (MAKER.encode(), TWO_PARTS.rstrip(b"\0"))


def test_a_tiff_keeps_its_descriptions(spooled: Any, opened: Any, tmp_path: Any) -> None:
    texts = {0x010E: "A view", 0x013B: "Ada", 0x8298: "(c) 2026 Ada"}
    iptc = b"\x1c\x02\x5a\0\x04Bonn"
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "a.tif", tiffinfo={**texts, 33723: iptc})
    for target in TARGETS:
        made = converted(spooled(tmp_path / "a.tif"), metadata="keep", format=target)
        exif = opened(made).getexif()
        assert {tag: exif[tag] for tag in texts} == texts
        assert (b"Bonn" in made.data) == (target in ("jpeg", "tiff"))
    assert get_info(InfoForm(file=spooled(tmp_path / "a.tif")), SETTINGS).exif["Artist"] == "Ada"


def test_without_any_there_is_nothing(spooled: Any, opened: Any) -> None:
    for target in TARGETS:
        made = converted(spooled(jpeg()), metadata="copyright", format=target)
        assert raw_tags(opened(made)) == (b"", b"")
        assert b"xpacket" not in made.data
