from typing import Any

import pytest
from PIL import Image, ImageChops
from pydantic import ValidationError

from flowforge_image.core.errors import OutsidePicture
from flowforge_image.operations.crop import CropForm, crop_image
from flowforge_image.settings import ImageSettings


def cropped(file: Any, opened: Any, **options: Any) -> Any:
    return opened(crop_image(CropForm(file=file, format="png", **options), ImageSettings()))


@pytest.mark.parametrize(
    ("options", "box"),
    [
        ({"x": 10, "y": 20, "width": 100, "height": 50}, (10, 20, 110, 70)),
        ({"x": 0, "y": 350, "width": 451}, (0, 350, 451, 400)),
        ({"width": 100, "height": 100}, (250, 150, 350, 250)),
        ({"width": 100, "height": 100, "gravity": "southeast"}, (500, 300, 600, 400)),
        ({"height": 100, "gravity": "north"}, (0, 0, 600, 100)),
        ({"ratio": "1:1", "gravity": "west"}, (0, 0, 400, 400)),
        ({"width": 100, "height": 100, "focus": (0.5, 0.25)}, (250, 50, 350, 150)),
        ({"width": 100, "height": 100, "focus": (0.99, 0)}, (500, 0, 600, 100)),
        ({"ratio": "1:1", "focus": (0.6, 0.9)}, (160, 0, 560, 400)),
    ],
)
def test_pixels_are_those_of_the_box(
    upload: Any, reference: Any, opened: Any, options: Any, box: Any
) -> None:
    ours = cropped(upload("skimage/coffee.png"), opened, **options)
    theirs = reference("skimage/coffee.png").crop(box)
    assert ours.size == theirs.size
    assert ImageChops.difference(ours, theirs).getbbox() is None


@pytest.mark.parametrize(
    "wrong",
    [{"focus": (0.5, 1.1)}, {"focus": (0.5, 0.5), "gravity": "north"}, {"focus": (0, 0), "x": 1, "y": 1}],
)
def test_a_focus_that_is_none(upload: Any, wrong: Any) -> None:
    with pytest.raises(ValidationError, match="focus"):
        CropForm(file=upload("skimage/coffee.png"), width=9, height=9, **wrong)


@pytest.mark.parametrize("gravity", ["attention", "entropy"])
@pytest.mark.parametrize("left", [0, 700, 1400])
def test_it_finds_what_stands_out(
    spooled: Any, reference: Any, opened: Any, tmp_path: Any, *, gravity: str, left: int
) -> None:
    chelsea = reference("skimage/chelsea.png")
    wide = Image.new("RGB", (left + chelsea.width + 800, chelsea.height), "#e0e0e0")
    wide.paste(chelsea, (left, 0))
    wide.save(tmp_path / "wide.png")
    found = cropped(spooled(tmp_path / "wide.png"), opened, width=300, gravity=gravity)
    plain = sum(pixel == (224, 224, 224) for pixel in found.get_flattened_data())
    assert plain < 0.25 * 300 * 300


@pytest.mark.parametrize(
    "options",
    [{"width": 641}, {"x": 600, "y": 0, "width": 41, "height": 1}, {"width": 641, "gravity": "entropy"}],
)
def test_an_area_outside_is_refused(upload: Any, options: Any) -> None:
    with pytest.raises(OutsidePicture) as caught:
        crop_image(CropForm(file=upload("skimage/rocket.jpg"), **options), ImageSettings())
    assert "640 x 427" in caught.value.text


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ratio": "0:1"},
        {"ratio": "1:1", "width": 3},
        {"x": 1, "width": 3},
        {"ratio": "1:1", "x": 1, "y": 1},
    ],
)
def test_senseless_requests(spooled: Any, options: Any) -> None:
    with pytest.raises(ValidationError):
        CropForm(file=spooled(b""), **options)


def test_a_focus_through_http(client: Any, picture: Any) -> None:
    files = {"file": picture("pillow/hopper.jpg").read_bytes()}
    answer = client.post("/crop", files=files, data={"ratio": "2:1", "focus": "[0.5, 0.2]"})
    assert answer.status_code == 200, answer.text
