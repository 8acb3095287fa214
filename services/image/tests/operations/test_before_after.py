from typing import Any

import numpy as np
import pytest
from PIL import Image

from flowforge_fonts import FontLacksCharacters
from flowforge_image.core.errors import UnknownLayer
from flowforge_image.operations.before_after import BeforeAfterForm, show_before_after
from flowforge_image.operations.pipeline import PipelineForm, run_pipeline
from flowforge_image.settings import ImageSettings

LEFT, RIGHT = "skimage/motorcycle_left.png", "skimage/motorcycle_right.png"  # 741 x 500 both


def shown(upload: Any, opened: Any, **options: Any) -> Any:
    form = BeforeAfterForm(file=upload(LEFT), after=upload(RIGHT), format="png", **options)
    return np.asarray(opened(show_before_after(form, ImageSettings())), dtype=int)


@pytest.fixture(scope="session")
def pair(reference: Any) -> tuple[Any, Any]:
    return np.asarray(reference(LEFT), dtype=int), np.asarray(reference(RIGHT), dtype=int)


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_side_by_side_both_are_whole(upload: Any, opened: Any, pair: Any, direction: str) -> None:
    pixels = shown(upload, opened, direction=direction, line=10, line_color="red")
    axis = 1 if direction == "horizontal" else 0
    size = pair[0].shape[axis]
    assert pixels.shape[axis] == 2 * size + 10
    first, line, second = np.split(pixels, [size, size + 10], axis=axis)
    assert np.array_equal(first, pair[0])
    assert np.abs(second - pair[1]).max() <= 1
    assert (line == [255, 0, 0]).all()


@pytest.mark.parametrize(
    ("direction", "position"), [("horizontal", 0.5), ("horizontal", 0.2), ("vertical", 0.75)]
)
def test_split_shows_a_part_of_each(
    upload: Any, opened: Any, pair: Any, direction: str, position: float
) -> None:
    pixels = shown(upload, opened, layout="split", direction=direction, position=position, line=0)
    assert pixels.shape == pair[0].shape
    axis = 1 if direction == "horizontal" else 0
    cut = round(pair[0].shape[axis] * position)
    first, second = np.split(pixels, [cut], axis=axis)
    assert np.array_equal(first, np.split(pair[0], [cut], axis=axis)[0])
    assert np.abs(second - np.split(pair[1], [cut], axis=axis)[1]).max() <= 1


def test_the_line_is_drawn_on_the_cut(upload: Any, opened: Any) -> None:
    pixels = shown(upload, opened, layout="split", line=6, line_color="#00ff00")
    columns = np.where((pixels == [0, 255, 0]).all(axis=(0, 2)))[0]
    assert columns.tolist() == list(range(370 - 3, 370 + 3))


def test_labels_stand_on_their_picture(upload: Any, opened: Any) -> None:
    pixels = shown(upload, opened, before_label="Before", after_label="بعد", label_box="#ff00ff", line=0)
    boxes = (pixels == [255, 0, 255]).all(axis=2)
    rows, columns = np.where(boxes)
    assert rows.max() < 120
    assert columns.min() < 30
    assert columns.max() > 2 * 741 - 30
    assert not boxes[:, 350:1100].any()


def test_another_size_is_scaled_and_cut(upload: Any, opened: Any, reference: Any, likeness: Any) -> None:
    form = BeforeAfterForm(
        file=upload("skimage/coffee.png"), after=upload("skimage/chelsea.png"), format="png", line=0
    )
    answer = opened(show_before_after(form, ImageSettings()))
    assert answer.size == (1200, 400)
    scaled = reference("skimage/chelsea.png").resize((601, 400), Image.Resampling.BICUBIC)
    assert likeness(answer.crop((600, 0, 1200, 400)), scaled.crop((0, 0, 600, 400))) > 0.9


def test_what_cannot_be_made(upload: Any, opened: Any) -> None:
    with pytest.raises(FontLacksCharacters):
        shown(upload, opened, before_label="𓀀")
    form = PipelineForm(file=upload(LEFT), steps=[{"operation": "before-after"}])
    with pytest.raises(UnknownLayer):
        run_pipeline(form, ImageSettings())


def test_through_http(client: Any, picture: Any) -> None:
    with picture(LEFT).open("rb") as before, picture(RIGHT).open("rb") as after:
        answer = client.post(
            "/before-after",
            files={"file": before, "after": after},
            data={"layout": "split", "format": "jpeg"},
        )
    assert answer.status_code == 200, answer.text
