from typing import Any

import numpy as np
import pytest
import skimage.data
from PIL import Image
from skimage.feature import Cascade

from flowforge_image.operations.faces import FacesForm, find_faces_in_image
from flowforge_image.settings import ImageSettings


def found(file: Any, **options: Any) -> Any:
    return find_faces_in_image(FacesForm(file=file, **options), ImageSettings()).faces


def shared(one: Any, other: Any) -> float:
    """Return which part of the smaller of two boxes lies in the other."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return float(max(0, across) * max(0, down) / min(one[2] * one[3], other[2] * other[3]))


def test_a_face_is_where_another_detector_sees_it(upload: Any, reference: Any) -> None:
    """Local binary patterns, as in scikit-image: another method, trained on other pictures."""
    (face,) = found(upload("skimage/astronaut.png"))
    patterns: Any = skimage.data.lbp_frontal_face_cascade_filename
    cascade: Any = Cascade(patterns())
    seen = cascade.detect_multi_scale(
        np.asarray(reference("skimage/astronaut.png")),
        scale_factor=1.2,
        step_ratio=1,
        min_size=(60, 60),
        max_size=(200, 200),
    )
    ours = (face.x, face.y, face.width, face.height)
    assert max(shared(ours, (each["c"], each["r"], each["width"], each["height"])) for each in seen) > 0.8
    assert face.score > 0.9
    assert face.points["left_eye"].x < face.points["nose"].x < face.points["right_eye"].x
    assert face.points["left_eye"].y < face.points["nose"].y < face.points["mouth"].y


@pytest.mark.parametrize(
    ("name", "count"), [("pillow/hopper.png", 1), ("skimage/camera.png", 1), ("pillow/hopper_gray.jpg", 1)]
)
def test_other_people(upload: Any, name: str, count: int) -> None:
    assert len(found(upload(name))) == count


@pytest.mark.parametrize(
    "name",
    ["skimage/coffee.png", "skimage/chelsea.png", "skimage/rocket.jpg", "skimage/hubble_deep_field.jpg",
     "skimage/motorcycle_left.png", "skimage/retina.jpg", "pi_heif/heif_other/invalid_id.heic"],
)  # fmt: skip
def test_no_face(upload: Any, name: str) -> None:
    assert found(upload(name)) == []


def test_many_small_faces_in_a_large_picture(reference: Any, spooled: Any, tmp_path: Any) -> None:
    person = reference("skimage/astronaut.png").crop((100, 0, 350, 250)).resize((110, 110))
    crowd = reference("skimage/rocket.jpg").resize((2400, 1600))
    places = [(x, y) for x in range(60, 2300, 420) for y in range(80, 1400, 380)]
    for place in places:
        crowd.paste(person, place)
    crowd.save(tmp_path / "crowd.jpg", quality=90)
    boxes = [(face.x, face.y, face.width, face.height) for face in found(spooled(tmp_path / "crowd.jpg"))]
    # The face in the cut-out: 73 to 179 across, 68 to 174 down, of 250 pixels that became 110.
    expected = [(x + 32, y + 30, 47, 47) for x, y in places]
    assert sum(any(shared(one, box) > 0.6 for box in boxes) for one in expected) == len(places) == 24
    assert len(boxes) == 24


def test_a_turned_photograph_is_looked_at_upright(reference: Any, spooled: Any, tmp_path: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = reference("skimage/astronaut.png").transpose(Image.Transpose.ROTATE_90)
    turned.save(tmp_path / "turned.jpg", exif=exif)
    (face,) = found(spooled(tmp_path / "turned.jpg"))
    assert face.x == pytest.approx(173, abs=6)


def test_through_http(client: Any, picture: Any) -> None:
    content = picture("skimage/astronaut.png").read_bytes()
    answer = client.post("/faces", content=content, headers={"Content-Type": "image/png"})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["faces"]) == 1
