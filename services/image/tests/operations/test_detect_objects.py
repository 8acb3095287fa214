from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.operations.detect_objects import DetectObjectsForm, detect_objects
from flowforge_image.operations.faces import FacesForm, find_faces_in_image
from flowforge_image.settings import ImageSettings


def found(file: Any, **options: Any) -> Any:
    return detect_objects(DetectObjectsForm(file=file, **options), ImageSettings()).objects


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("skimage/astronaut.png", ["person"]),
        ("skimage/camera.png", ["person"]),
        ("pillow/hopper.png", ["person"]),
        ("skimage/chelsea.png", ["cat"]),
        ("skimage/coffee.png", ["coffee cup"]),
        ("pi_heif/heif_other/invalid_id.heic", ["dog"]),
        ("pillow/app13-multiple.jpg", ["dog", "dog", "dog"]),
    ],
)
def test_photographs_of_what_it_knows(upload: Any, name: str, labels: list[str]) -> None:
    """Asked to be less sure than by default, for the least sure of them is near to that."""
    things = found(upload(name), least_score=0.35, max_objects=len(labels))
    assert [thing.label for thing in things] == labels


@pytest.mark.parametrize("name", ["skimage/rocket.jpg", "skimage/hubble_deep_field.jpg", "pillow/flower.jpg"])
def test_photographs_of_what_it_does_not_know(upload: Any, name: str) -> None:
    assert found(upload(name)) == []


def test_a_face_that_another_network_finds_is_in_the_box_of_its_person(upload: Any) -> None:
    (person,) = found(upload("skimage/astronaut.png"))
    (face,) = find_faces_in_image(FacesForm(file=upload("skimage/astronaut.png")), ImageSettings()).faces
    assert person.x < face.x
    assert person.y < face.y
    assert face.x + face.width < person.x + person.width
    assert face.y + face.height < person.y + person.height


def test_boxes_are_around_the_dogs(upload: Any) -> None:
    """Three dogs sit beside each other; the second and the third touch."""
    boxes = sorted((dog.x, dog.x + dog.width) for dog in found(upload("pillow/app13-multiple.jpg")))
    assert all(left < middle < right for (left, right), middle in zip(boxes, (75, 142, 195), strict=True))
    assert all(one[1] <= other[0] + 10 for one, other in pairwise(boxes))


def test_small_ones_in_a_large_picture(reference: Any, spooled: Any, tmp_path: Any) -> None:
    cat = reference("skimage/chelsea.png").resize((270, 180))
    crowd = reference("skimage/rocket.jpg").resize((2400, 1600))
    places = [(x, y) for x in range(60, 2100, 420) for y in range(80, 1400, 380)]
    for place in places:
        crowd.paste(cat, place)
    crowd.save(tmp_path / "crowd.jpg", quality=90)
    cats = found(spooled(tmp_path / "crowd.jpg"))
    assert [each.label for each in cats] == ["cat"] * len(places)
    for left, top in places:
        middle = (left + 135, top + 90)
        assert any(
            (each.x + each.width / 2, each.y + each.height / 2) == pytest.approx(middle, abs=40)
            for each in cats
        )


def test_only_what_is_asked_for(upload: Any) -> None:
    file = upload("pillow/app13-multiple.jpg")
    assert found(file, labels=["cat", "car"]) == []
    assert len(found(file, labels=["dog"])) == 3
    surest = found(file)[0]
    assert found(file, max_objects=1) == [surest]
    assert found(file, least_score=surest.score - 0.001) == [surest]
    scores = [each.score for each in found(file, least_score=0.1)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 3


def test_a_turned_photograph_is_looked_at_upright(reference: Any, spooled: Any, tmp_path: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = reference("skimage/chelsea.png").transpose(Image.Transpose.ROTATE_90)
    turned.save(tmp_path / "turned.jpg", exif=exif)
    answer = detect_objects(DetectObjectsForm(file=spooled(tmp_path / "turned.jpg")), ImageSettings())
    assert (answer.width, answer.height) == (451, 300)
    (cat,) = answer.objects
    assert cat.width > 350
    assert 250 < cat.height <= 300


@pytest.mark.parametrize("size", [(1, 1), (9000, 3), (2, 700)])
def test_boxes_end_within_the_picture(spooled: Any, tmp_path: Any, size: tuple[int, int]) -> None:
    Image.effect_noise(size, 90).save(tmp_path / "noise.png")
    for thing in found(spooled(tmp_path / "noise.png"), least_score=0.1):
        assert min(thing.x, thing.y) >= 0
        assert min(thing.width, thing.height) >= 1
        assert thing.x + thing.width <= size[0]
        assert thing.y + thing.height <= size[1]


def test_without_its_package_it_says_so(upload: Any, tmp_path: Any) -> None:
    form = DetectObjectsForm(file=upload("skimage/chelsea.png"))
    with pytest.raises(EngineNotInstalled, match="@mediapipe/objectron"):
        detect_objects(form, ImageSettings(node_modules=tmp_path))


def test_through_http(client: Any, picture: Any) -> None:
    files = {"file": picture("skimage/chelsea.png").read_bytes()}
    answer = client.post("/detect-objects", files=files, data={"labels": ["cat", "dog"]})
    assert answer.status_code == 200, answer.text
    assert [each["label"] for each in answer.json()["objects"]] == ["cat"]
    refused = client.post("/detect-objects", files=files, data={"labels": ["unicorn"]})
    assert refused.status_code == 422
    assert "labels" in refused.text
