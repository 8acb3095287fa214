import io
from typing import Any

import pytest
from PIL import ExifTags, Image
from pydantic import ValidationError

from flowforge_image.operations.info import InfoForm, get_info
from flowforge_image.operations.metadata import (
    ExifTooLarge,
    FormatKeepsItsMetadata,
    MetadataForm,
    edit_metadata,
)
from flowforge_image.settings import ImageSettings

NAMES = ("pillow/exif_gps.jpg", "pillow/hopper.jpg", "pillow/hopper.png", "pillow/hopper.webp")
LOSSLESS_WEBP = ("pillow/flower2.webp", "pillow/transparent.webp", "pillow/iss634.webp")
PLACE = {"latitude": -33.8567844, "longitude": 151.2152967, "altitude": 12.5}


def edited(file: Any, **asked: Any) -> Any:
    return edit_metadata(MetadataForm(file=file, **asked), ImageSettings())


def pixels(image: Any) -> list[bytes]:
    found = []
    for at in range(getattr(image, "n_frames", 1)):
        image.seek(at)
        found.append(image.convert("RGBA").tobytes())
    return found


@pytest.mark.parametrize("name", [*NAMES, *LOSSLESS_WEBP])
def test_fields_are_written_and_no_pixel_changes(
    upload: Any, opened: Any, picture: Any, *, name: str
) -> None:
    made = opened(
        edited(
            upload(name),
            fields={
                "artist": "Ada Lovelace",
                "copyright": "© 2026 Müller",
                "comment": "Grüße",
                "taken_at": "2026-11-21T08:15:00+01:00",
                "exposure_seconds": 0.004,
                "f_number": 2.8,
                "iso": 400,
            },
        )
    )
    exif = made.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    assert exif[ExifTags.Base.Artist] == "Ada Lovelace"
    assert exif[ExifTags.Base.Copyright].encode("latin-1").decode() == "© 2026 Müller"
    wide = "utf-16-le" if exif.endian == "<" else "utf-16-be"
    assert details[ExifTags.Base.UserComment] == b"UNICODE\0" + "Grüße".encode(wide)
    assert details[ExifTags.Base.DateTimeOriginal] == "2026:11:21 08:15:00"
    assert details[ExifTags.Base.OffsetTimeOriginal] == "+01:00"
    assert (details[ExifTags.Base.ExposureTime], details[ExifTags.Base.FNumber]) == (1 / 250, 2.8)
    assert details[ExifTags.Base.ISOSpeedRatings] == 400
    with Image.open(picture(name)) as before:
        assert pixels(made) == pixels(before)


def test_fields_are_read_back(upload: Any, spooled: Any) -> None:
    fields = {"artist": "Łukasz 語", "comment": "Grüße", "lens": "EF 50mm"}
    made = edited(upload("pillow/hopper.webp"), fields=fields)
    found = get_info(InfoForm(file=spooled(made.data)), ImageSettings()).exif
    assert [found[name] for name in ("Artist", "UserComment", "LensModel")] == list(fields.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_place_is_read_back_and_removed(upload: Any, spooled: Any, name: str) -> None:
    placed = edited(upload(name), place=PLACE)
    found = get_info(InfoForm(file=spooled(placed.data)), ImageSettings()).place
    assert found is not None
    assert (found.latitude, found.longitude, found.altitude) == pytest.approx(tuple(PLACE.values()), abs=1e-7)
    removed = edited(spooled(placed.data), remove=["gps"])
    assert get_info(InfoForm(file=spooled(removed.data)), ImageSettings()).place is None


def test_removing_a_place_leaves_the_rest(upload: Any, picture: Any) -> None:
    with Image.open(picture("pillow/ultrahdr.jpg")) as original:
        before = original.getexif()
    made = edited(upload("pillow/ultrahdr.jpg"), remove=["gps"])
    after = Image.open(io.BytesIO(made.data)).getexif()
    assert before.get_ifd(ExifTags.IFD.GPSInfo)
    assert not after.get_ifd(ExifTags.IFD.GPSInfo)
    assert after[ExifTags.Base.Make] == before[ExifTags.Base.Make]
    details = [each.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ExposureTime] for each in (before, after)]
    assert details[0] == details[1]


@pytest.mark.parametrize("name", ["xmp_test.jpg", "iptc.jpg", "photoshop-200dpi.jpg", "color_snakes.png"])
def test_all_is_removed_but_the_profile(
    upload: Any, spooled: Any, reference: Any, opened: Any, name: str
) -> None:
    made = edited(upload(f"pillow/{name}"), remove=["all"])
    found = get_info(InfoForm(file=spooled(made.data)), ImageSettings())
    assert (found.exif, found.iptc, found.xmp, made.report.exif_bytes) == ({}, {}, {}, 0)
    assert (found.has_xmp, found.has_iptc) == (False, False)
    before = reference(f"pillow/{name}")
    assert opened(made).info.get("icc_profile") == before.info.get("icc_profile")
    assert pixels(opened(made)) == pixels(before)


def test_only_what_is_named_goes(upload: Any, spooled: Any) -> None:
    made = edited(upload("pillow/xmp_test.jpg"), remove=["xmp"])
    found = get_info(InfoForm(file=spooled(made.data)), ImageSettings())
    assert (found.xmp, bool(found.exif), bool(found.iptc)) == ({}, True, True)


def test_exif_is_copied(upload: Any, opened: Any) -> None:
    made = edited(upload("pillow/hopper.png"), copy_from=upload("pillow/ultrahdr.jpg"), remove=["gps"])
    exif = opened(made).getexif()
    assert exif[ExifTags.Base.Make] == "Google"
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)


def test_an_empty_field_is_removed(upload: Any, spooled: Any, opened: Any) -> None:
    made = edited(upload("pillow/hopper.jpg"), fields={"artist": "A", "copyright": "B"})
    again = opened(edited(spooled(made.data), fields={"artist": ""})).getexif()
    assert (again.get(ExifTags.Base.Artist), again.get(ExifTags.Base.Copyright)) == (None, "B")


def test_what_cannot_be(upload: Any, spooled: Any, tmp_path: Any) -> None:
    with pytest.raises(FormatKeepsItsMetadata):
        edited(upload("pillow/hopper.gif"), remove=["all"])
    big = Image.Exif()
    big[ExifTags.Base.ImageDescription] = "x" * 70_000
    Image.new("RGB", (4, 4)).save(tmp_path / "big.png", exif=big)
    with pytest.raises(ExifTooLarge):
        edited(upload("pillow/hopper.jpg"), copy_from=spooled(tmp_path / "big.png"))
    for asked in (
        {},
        {"fields": {"artist": 3}},
        {"place": {"latitude": 91, "longitude": 0}},
        {"remove": ["icc"]},
    ):
        with pytest.raises(ValidationError):
            MetadataForm(file=upload("pillow/hopper.jpg"), **asked)


def test_through_http(client: Any, picture: Any) -> None:
    files = {"file": ("a.jpg", picture("pillow/exif_gps.jpg").read_bytes(), "image/jpeg")}
    answer = client.post("/metadata", files=files, data={"remove": '["all"]', "fields": '{"artist": "Ada"}'})
    assert answer.status_code == 200, answer.text
    assert b"Ada\0" in answer.content
