"""No preview of the original is left in a changed picture: found by the JPEG files that a file holds."""

import re
from typing import Any

import pytest
from PIL import ExifTags, Image

from flowforge_image.operations.blur import BlurForm, blur_image
from flowforge_image.operations.convert import ConvertForm, convert_image
from flowforge_image.operations.crop import CropForm, crop_image
from flowforge_image.operations.pixelate import PixelateForm, pixelate_image
from flowforge_image.settings import ImageSettings

# With thumbnails in EXIF and in Photoshop's blocks, maker notes, a FlashPix preview, pictures behind the end.
SOURCES = [
    "exif-200dpcm.jpg",
    "flower2.jpg",
    "xmp_test.jpg",
    "fujifilm.mpo",
    "sugarshack.mpo",
    "flower2.webp",
]
JPEG = re.compile(rb"\xff\xd8\xff[\xdb\xe0\xe1\xed\xee]")
SETTINGS = ImageSettings()


def converted(file: Any, **options: Any) -> Any:
    return convert_image(ConvertForm(file=file, **options), SETTINGS)


@pytest.mark.parametrize("metadata", ["keep", "copyright"])
@pytest.mark.parametrize("name", SOURCES)
def test_no_preview_is_left(upload: Any, picture: Any, name: str, metadata: str) -> None:
    assert picture(f"pillow/{name}").read_bytes().count(b"\xff\xd8\xff") > name.endswith(".jpg")
    options: dict[str, Any] = {"file": upload(f"pillow/{name}"), "metadata": metadata}
    made = [
        blur_image(BlurForm(**options, format="jpeg"), SETTINGS),
        crop_image(CropForm(**options, format="jpeg", width=20, height=20), SETTINGS),
        pixelate_image(PixelateForm(**options, format="webp"), SETTINGS),
        converted(**options, format="png"),
        converted(**options, format="tiff"),
        converted(**options, format="avif", effort=0),
    ]
    assert [len(JPEG.findall(each.data)) for each in made] == [1, 1, 0, 0, 0, 0]


def test_what_describes_the_picture_is_kept(upload: Any, opened: Any, picture: Any) -> None:
    with Image.open(picture("pillow/xmp_test.jpg")) as source:
        before = source.getexif()
    details = before.get_ifd(ExifTags.IFD.Exif)
    for target in ("jpeg", "png", "webp", "avif", "tiff"):
        form = CropForm(
            file=upload("pillow/xmp_test.jpg"),
            metadata="keep",
            format=target,
            width=64,
            height=48,
        )
        made = opened(crop_image(form, SETTINGS)).getexif()
        written = made.get_ifd(ExifTags.IFD.Exif)
        assert made[ExifTags.Base.Model] == before[ExifTags.Base.Model]
        for tag in (ExifTags.Base.ExposureTime, ExifTags.Base.DateTimeOriginal, ExifTags.Base.FNumber):
            assert written[tag] == details[tag]
        if ExifTags.Base.ExifImageWidth in details:
            assert (written[ExifTags.Base.ExifImageWidth], written[ExifTags.Base.ExifImageHeight]) == (64, 48)


def test_xmp_is_kept_without_its_thumbnails(spooled: Any, picture: Any, tmp_path: Any) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" '
        'xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Data="/9j/4AAQ">'
        "<xmp:Thumbnails><rdf:Alt><rdf:li>/9j/4AAQ</rdf:li></rdf:Alt></xmp:Thumbnails>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    with Image.open(picture("pillow/hopper.png")) as source:
        source.convert("RGB").save(tmp_path / "described.jpg", xmp=packet.encode())
    file = spooled(tmp_path / "described.jpg")
    for target in ("jpeg", "png", "webp", "avif", "tiff"):
        made = converted(file, metadata="keep", format=target).data
        assert b"Rating" in made
        assert b"/9j/" not in made
