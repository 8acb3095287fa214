from typing import Any

import imagehash
import numpy as np
import pytest
from PIL import Image

from flowforge_image.core.decoding import read_header
from flowforge_image.core.faults import UnknownPictureFormat
from flowforge_image.core.hashing import distance
from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.settings import ImageSettings


def told(file: Any, **options: Any) -> Any:
    return get_info(InfoForm(file=file, **options), ImageSettings())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "pillow/hopper.jpg",
            {"format": "jpeg", "width": 128, "height": 128, "alpha": False, "space": "rgb"},
        ),
        ("pillow/hopper_gray.jpg", {"space": "grey", "bits": 8, "frames": 1}),
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


def test_colours(upload: Any, reference: Any, spooled: Any, tmp_path: Any) -> None:
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
