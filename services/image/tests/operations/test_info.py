import base64
import xml.etree.ElementTree as ET
from typing import Any

import imagehash
import numpy as np
import pytest
from PIL import Image, IptcImagePlugin

from flowforge_image.core.analysis.blurhash import blurhash
from flowforge_image.core.analysis.hashing import distance
from flowforge_image.core.analysis.thumbhash import thumbhash
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.settings import ImageSettings
from flowforge_pictures import UnknownPictureFormat, read_header


def told(file: Any, **options: Any) -> Any:
    return get_info(InfoForm(file=file, **options), ImageSettings())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "pillow/hopper.jpg",
            {"format": "jpeg", "width": 128, "height": 128, "alpha": False, "space": "rgb"},
        ),
        ("pillow/hopper_gray.jpg", {"space": "gray", "bits": 8, "frames": 1}),
        ("pillow/pil_sample_cmyk.jpg", {"space": "cmyk"}),
        ("pillow/transparent.png", {"alpha": True}),
        ("pillow/dispose_bgnd.gif", {"format": "gif", "frames": 5}),
        ("pillow/iss634.webp", {"format": "webp", "frames": 42}),
        ("pillow/tiff_16bit_RGB.tiff", {"bits": 16}),
        ("pillow/avif/hopper.avif", {"format": "avif"}),
        ("pi_heif/heif_other/pug.heic", {"format": "heic", "has_xmp": True, "has_profile": True}),
        ("pillow/photoshop-200dpi.jpg", {"dpi": 200}),
        ("pillow/hopper_orientation_6.jpg", {"orientation": 6}),
        ("pillow/iptc.jpg", {"has_iptc": True}),
        ("pillow/xmp_test.jpg", {"has_xmp": True}),
    ],
)
def test_headers(upload: Any, name: str, expected: Any) -> None:
    found = told(upload(name)).model_dump()
    assert {key: found[key] for key in expected} == expected


def test_a_sideways_picture_has_the_size_that_is_seen(upload: Any, reference: Any) -> None:
    stored = reference("pillow/orientation_rectangle.jpg").size
    found = told(upload("pillow/orientation_rectangle.jpg"))
    assert (found.width, found.height) == stored[::-1]


def test_a_place_that_is_none(upload: Any) -> None:
    found = told(upload("pillow/exif_gps.jpg"))
    assert found.exif
    assert found.place is None


@pytest.mark.parametrize("name", ["pillow/ultrahdr.jpg", "pi_heif/heif_other/pug.heic"])
def test_the_place_of_a_photograph(upload: Any, picture: Any, name: str) -> None:
    header = read_header(picture(name), ImageSettings().limits)
    exif = Image.Exif()
    exif.load(header.image.get("exif-data"))
    parts = exif.get_ifd(0x8825)
    north = sum(float(part) / 60**at for at, part in enumerate(parts[2]))
    east = sum(float(part) / 60**at for at, part in enumerate(parts[4]))
    assert (parts[1], parts[3]) == ("N", "E")
    found = told(upload(name))
    assert (found.place.latitude, found.place.longitude) == pytest.approx((north, east))
    assert found.exif["Make"] == exif[0x010F]


@pytest.mark.parametrize(
    "name", ["invalid-exif.jpg", "exif_typeerror.jpg", "empty_gps_ifd.jpg", "exif_gps_typeerror.jpg"]
)
def test_wrong_exif_is_no_reason_to_fail(upload: Any, name: str) -> None:
    assert told(upload(f"pillow/{name}")).format == "jpeg"


@pytest.mark.parametrize("name", ["coffee.png", "astronaut.png", "rocket.jpg", "camera.png", "chelsea.png"])
def test_hashes_are_those_of_another_implementation(upload: Any, reference: Any, name: str) -> None:
    seen = told(upload(f"skimage/{name}"), pixels=True).looks
    picture = reference(f"skimage/{name}")
    assert distance(seen.average_hash, str(imagehash.average_hash(picture))) <= 3
    assert distance(seen.difference_hash, str(imagehash.dhash(picture))) <= 3
    assert distance(seen.perceptual_hash, str(imagehash.phash(picture))) <= 4


def test_colors(upload: Any, reference: Any, spooled: Any, tmp_path: Any) -> None:
    seen = told(upload("skimage/coffee.png"), pixels=True).looks
    mean = np.asarray(reference("skimage/coffee.png"), dtype=float).mean(axis=(0, 1))
    ours = [int(seen.average[at : at + 2], 16) for at in (1, 3, 5)]
    assert np.abs(mean - ours).max() <= 2
    Image.new("RGB", (50, 50), "#123456").save(tmp_path / "plain.png")
    plain = told(spooled(tmp_path / "plain.png"), pixels=True).looks
    assert (plain.dominant, plain.palette, plain.blank) == ("#123456", ["#123456"], True)


def test_sharpness_falls_when_blurred(upload: Any, client: Any, picture: Any, spooled: Any) -> None:
    sharp = told(upload("skimage/coffee.png"), pixels=True).looks
    content = picture("skimage/coffee.png").read_bytes()
    blurred = client.post("/blur?sigma=3", content=content, headers={"Content-Type": "image/png"}).content
    assert told(spooled(blurred), pixels=True).looks.sharpness < sharp.sharpness / 10
    assert not sharp.blank


def test_what_is_no_picture(spooled: Any) -> None:
    with pytest.raises(UnknownPictureFormat):
        told(spooled(b"text"))


def test_iptc_and_xmp(upload: Any, reference: Any, picture: Any) -> None:
    found = told(upload("pillow/iptc.jpg")).iptc
    with Image.open(picture("pillow/iptc.jpg")) as opened:
        theirs: Any = IptcImagePlugin.getiptcinfo(opened)
    assert found["city"].encode() == theirs[2, 90]
    assert [keyword.encode() for keyword in found["keywords"]] == theirs[2, 25]
    seen = told(upload("pillow/xmp_test.jpg")).xmp
    packet = reference("pillow/xmp_test.jpg").info["xmp"]
    described = ET.fromstring(packet)[0][0]  # noqa: S314 - a file of the corpus, known by its hash
    assert seen["aux:Lens"] == described.attrib["{http://ns.adobe.com/exif/1.0/aux/}Lens"]
    curve = described.find("{http://ns.adobe.com/camera-raw-settings/1.0/}ToneCurve")
    assert curve is not None
    assert seen["crs:ToneCurve"] == [item.text for item in curve[0]]


def test_xmp_with_entities_is_not_read(spooled: Any, reference: Any, tmp_path: Any) -> None:
    packet = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rdf:RDF xmlns:rdf="r">'
        '<rdf:Description dc:title="&a;" xmlns:dc="d"/></rdf:RDF>'
    )
    reference("pillow/hopper.jpg").save(tmp_path / "entity.jpg", xmp=packet.encode())
    found = told(spooled(tmp_path / "entity.jpg"))
    assert (found.has_xmp, found.xmp) == (True, {})


@pytest.mark.parametrize("quality", [1, 10, 30, 49, 50, 51, 75, 80, 90, 95, 99, 100])
def test_the_quality_of_a_jpeg(reference: Any, spooled: Any, tmp_path: Any, quality: int) -> None:
    reference("skimage/coffee.png").save(tmp_path / "known.jpg", quality=quality)
    assert told(spooled(tmp_path / "known.jpg")).jpeg_quality == quality


def test_only_a_jpeg_has_a_quality(upload: Any) -> None:
    assert told(upload("pillow/hopper.png")).jpeg_quality is None


def test_placeholders_of_a_large_picture(upload: Any, reference: Any) -> None:
    seen = told(upload("skimage/coffee.png"), pixels=True).looks
    small = np.asarray(reference("skimage/coffee.png").convert("RGBA").resize((100, 67)))
    ours, theirs = base64.b64decode(seen.thumbhash), thumbhash(small)
    assert len(ours) == len(theirs)
    # Six bits each: the constant terms of lightness, yellow against blue, and red against green.
    heads = [int.from_bytes(each[:3], "little") for each in (ours, theirs)]
    for shift in (0, 6, 12):
        assert abs((heads[0] >> shift & 63) - (heads[1] >> shift & 63)) <= 1
    assert len(seen.blurhash) == len(blurhash(small[..., :3], 4, 3)) == 28
