from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_image.engines.weights import EngineNotInstalled, require, weights
from flowforge_image.operations.faces import FacesForm, find_faces_in_image
from flowforge_image.operations.hide_faces import HideFacesForm, hide_faces
from flowforge_image.settings import ImageSettings

FACE = (173, 68, 279, 174)  # left, top, right, bottom


def hidden(file: Any, **options: Any) -> Any:
    return hide_faces(HideFacesForm(file=file, **options), ImageSettings())


def difference(one: Any, other: Any) -> Any:
    pixels = [np.asarray(each.convert("RGB"), dtype=int) for each in (one, other)]
    return np.abs(pixels[0] - pixels[1]).max(axis=2)


@pytest.mark.parametrize("method", ["blur", "pixelate", "cover"])
def test_the_face_is_hidden_and_nothing_else(
    upload: Any, reference: Any, opened: Any, spooled: Any, *, method: Any
) -> None:
    made = hidden(upload("skimage/astronaut.png"), method=method)
    changed = difference(opened(made), reference("skimage/astronaut.png"))
    left, top, right, bottom = FACE
    assert (changed[top + 20 : bottom - 20, left + 20 : right - 20] > 8).mean() > 0.6
    changed[top - 40 : bottom + 40, left - 40 : right + 40] = 0
    assert changed.max() == 0
    seen = find_faces_in_image(FacesForm(file=spooled(made.data), least_score=0.5), ImageSettings())
    assert seen.faces == []


def test_the_color_that_covers(upload: Any, opened: Any) -> None:
    made = opened(hidden(upload("skimage/astronaut.png"), method="cover", color="#0000ff"))
    assert made.convert("RGB").getpixel((226, 121)) == (0, 0, 255)


def test_without_a_face_nothing_changes(upload: Any, reference: Any, opened: Any) -> None:
    answer = hidden(upload("skimage/coffee.png"))
    assert answer.report.faces == 0
    assert difference(opened(answer), reference("skimage/coffee.png")).max() == 0


def test_every_frame_of_an_animation(reference: Any, spooled: Any, opened: Any, tmp_path: Any) -> None:
    frames = [reference("skimage/astronaut.png"), reference("skimage/astronaut.png").transpose(0)]
    frames[0].save(
        tmp_path / "two.webp", save_all=True, append_images=frames[1:], duration=100, lossless=True
    )
    answer = hidden(spooled(tmp_path / "two.webp"), method="cover", format="webp", quality=95)
    assert (answer.report.faces, answer.report.frames) == (2, 2)
    made = opened(answer)
    for at, x in enumerate((226, 511 - 226)):
        made.seek(at)
        assert max(made.convert("RGB").getpixel((x, 121))) < 30


def test_as_a_step_of_a_pipeline(client: Any, picture: Any) -> None:
    files = {"file": ("a.png", picture("skimage/astronaut.png").read_bytes(), "image/png")}
    steps = '[{"operation": "hide-faces", "method": "cover"}, {"operation": "resize", "width": 64}]'
    answer = client.post("/pipeline", files=files, data={"steps": steps})
    assert answer.status_code == 200, answer.text


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(EngineNotInstalled) as caught:
        require("no_such_engine", "the-package")
    assert "the-package" in caught.value.text
    with pytest.raises(EngineNotInstalled):
        weights("PIL", "the-package", "no-such-file.tflite")
    assert (caught.value.status, caught.value.code) == (501, "ENGINE_NOT_INSTALLED")


def test_a_picture_of_a_pixel(spooled: Any, tmp_path: Any) -> None:
    Image.new("RGB", (1, 1)).save(tmp_path / "dot.png")
    assert hidden(spooled(tmp_path / "dot.png")).report.width == 1
