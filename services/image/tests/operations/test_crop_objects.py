import json
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_image.core.drawing.geometry import frame_box
from flowforge_image.engines.object_finding import NoObjectFound
from flowforge_image.operations.crop_objects import CropObjectsForm, crop_objects
from flowforge_image.operations.detect_objects import DetectObjectsForm, detect_objects
from flowforge_image.settings import ImageSettings

DOGS = "pillow/app13-multiple.jpg"


def cropped(file: Any, **options: Any) -> Any:
    return crop_objects(CropObjectsForm(file=file, **options), ImageSettings())


def boxes(file: Any) -> Any:
    return detect_objects(DetectObjectsForm(file=file), ImageSettings()).objects


def test_to_all_of_them(upload: Any, opened: Any, reference: Any, likeness: Any) -> None:
    found = boxes(upload(DOGS))
    left, top = min(dog.x for dog in found), min(dog.y for dog in found)
    right, bottom = max(dog.x + dog.width for dog in found), max(dog.y + dog.height for dog in found)
    made = opened(cropped(upload(DOGS), margin=0, format="png"))
    assert made.size == (right - left, bottom - top)
    assert likeness(made, reference(DOGS).crop((left, top, right, bottom))) > 0.98


@pytest.mark.parametrize("keep", ["largest", "surest"])
def test_to_one_of_them(upload: Any, keep: str) -> None:
    found = boxes(upload(DOGS))
    expected = found[0] if keep == "surest" else max(found, key=lambda dog: dog.width * dog.height)
    report = cropped(upload(DOGS), margin=0, keep=keep).report
    assert (report.width, report.height) == (expected.width, expected.height)


def test_a_ratio_is_reached_by_keeping_more(upload: Any) -> None:
    report = cropped(upload("skimage/coffee.png"), ratio="1:1", margin=0).report
    (cup,) = boxes(upload("skimage/coffee.png"))
    assert report.width == report.height == max(cup.width, cup.height)


@pytest.mark.parametrize(
    ("box", "ratio", "expected"),
    [
        ((10, 10, 30, 20), None, (10, 10, 20, 10)),
        ((-5, -5, 30, 20), None, (0, 0, 35, 25)),
        ((10, 10, 30, 20), 1.0, (10, 5, 20, 20)),
        ((80, 40, 100, 50), 0.5, (80, 10, 20, 40)),
        ((10, 10, 90, 20), 0.5, (38, 0, 25, 50)),  # as high as the picture: the box is cut
        ((20.4, 20.4, 20.6, 20.6), None, (20, 20, 1, 1)),
    ],
)
def test_the_area_lies_within_the_picture(box: Any, ratio: float | None, expected: Any) -> None:
    assert frame_box(box, (100, 50), ratio) == expected


def test_nothing_found(upload: Any) -> None:
    with pytest.raises(NoObjectFound, match="no cat, car that"):
        cropped(upload(DOGS), labels=["cat", "car"])
    report = cropped(upload(DOGS), labels=["cat"], if_none="keep").report
    assert (report.width, report.height) == (256, 160)


def test_an_animation_is_cut_to_what_its_first_frame_shows(
    reference: Any, spooled: Any, tmp_path: Any
) -> None:
    dogs = reference(DOGS)
    dogs.save(tmp_path / "dogs.gif", save_all=True, append_images=[dogs.rotate(180)], duration=100)
    file = spooled(tmp_path / "dogs.gif")
    report = cropped(file).report
    assert (report.format, report.frames) == ("gif", 2)
    assert report.height < 160


def test_a_ratio_that_is_none(upload: Any) -> None:
    with pytest.raises(ValidationError, match="ratio"):
        CropObjectsForm(file=upload(DOGS), ratio="0:1")


def test_in_a_pipeline_through_http(client: Any, picture: Any) -> None:
    steps = [{"operation": "crop-objects", "keep": "largest"}, {"operation": "resize", "width": 40}]
    files = {"file": picture(DOGS).read_bytes()}
    answer = client.post("/pipeline", files=files, data={"steps": json.dumps(steps), "format": "png"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    refused = client.post("/crop-objects", files=files, data={"labels": "car"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "NO_OBJECT_FOUND")
