from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_image.operations.remove_background import RemoveBackgroundForm, remove_background
from flowforge_image.settings import ImageSettings


def cut_out(file: Any, **options: Any) -> Any:
    return remove_background(RemoveBackgroundForm(file=file, **options), ImageSettings())


def opacity(image: Any, box: tuple[int, int, int, int]) -> float:
    return float(np.asarray(image.convert("RGBA").crop(box))[..., 3].mean()) / 255


def test_the_person_stays_and_the_rest_goes(upload: Any, opened: Any, reference: Any) -> None:
    made = opened(cut_out(upload("skimage/astronaut.png")))
    assert made.format == "PNG"
    assert opacity(made, (180, 80, 270, 170)) > 0.95  # the face
    assert opacity(made, (130, 320, 260, 480)) > 0.97  # the suit
    assert opacity(made, (300, 20, 500, 150)) < 0.03  # the rocket and the wall
    assert opacity(made, (0, 0, 100, 150)) < 0.03  # the flag
    face = (180, 80, 270, 170)
    kept, original = (
        np.asarray(each.convert("RGB").crop(face), dtype=int)
        for each in (made, reference("skimage/astronaut.png"))
    )
    assert np.abs(kept - original).max() == 0


def test_edges_follow_the_picture(upload: Any, opened: Any) -> None:
    """Between person and wall there are few pixels that are neither."""
    alpha = np.asarray(opened(cut_out(upload("skimage/astronaut.png"))))[..., 3] / 255
    assert ((alpha > 0.05) & (alpha < 0.95)).mean() < 0.12


def test_a_color_behind(upload: Any, opened: Any) -> None:
    made = opened(cut_out(upload("pillow/hopper.png"), format="jpeg", background="#00ff00", quality=95))
    assert made.getpixel((120, 5))[1] > 240


@pytest.mark.parametrize("name", ["rocket.jpg", "motorcycle_left.png"])
def test_of_a_picture_without_people_little_is_left(upload: Any, opened: Any, name: str) -> None:
    made = opened(cut_out(upload(f"skimage/{name}")))
    assert opacity(made, (0, 0, *made.size)) < 0.1


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (1000, 2)])
def test_odd_sizes(spooled: Any, opened: Any, tmp_path: Any, size: tuple[int, int]) -> None:
    Image.new("RGB", size, "red").save(tmp_path / "odd.png")
    assert opened(cut_out(spooled(tmp_path / "odd.png"))).size == size


def test_through_http(client: Any, picture: Any) -> None:
    content = picture("skimage/astronaut.png").read_bytes()
    answer = client.post("/remove-background", content=content, headers={"Content-Type": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png"), answer.text
