import json
from typing import Any

import pytest
from PIL import ImageChops, ImageOps
from pydantic import ValidationError

from flowforge_image.core.errors import OutsidePicture, StepsTakeTooLong
from flowforge_image.core.processing.steps import MOST_SECONDS, Allowance, Work, apply_steps
from flowforge_image.operations.pipeline import PipelineForm, run_pipeline
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Decoding, PictureLimits, TooManyPixels, decode


def piped(file: Any, steps: Any, **options: Any) -> Any:
    return run_pipeline(PipelineForm(file=file, steps=steps, **options), ImageSettings())


def test_steps_follow_each_other(upload: Any, reference: Any, opened: Any) -> None:
    steps = [
        {"operation": "crop", "x": 50, "y": 60, "width": 200, "height": 100},
        {"operation": "flip"},
        {"operation": "rotate", "angle": 90},
        {"operation": "extend", "left": 5, "background": "red"},
    ]
    ours = opened(piped(upload("skimage/chelsea.png"), steps))
    part = ImageOps.mirror(reference("skimage/chelsea.png").crop((50, 60, 250, 160)))
    theirs = ImageOps.expand(part.rotate(-90, expand=True), (5, 0, 0, 0), "red")
    assert ImageChops.difference(ours, theirs).getbbox() is None


def test_many_steps(upload: Any, opened: Any) -> None:
    steps = [
        {"operation": "resize", "scale": 0.99},
        {"operation": "flip"},
        {"operation": "rotate", "angle": 180},
    ]
    expected = (640, 427)
    for _ in range(10):
        expected = (round(expected[0] * 0.99), round(expected[1] * 0.99))
    assert opened(piped(upload("skimage/rocket.jpg"), steps * 10)).size == expected


def test_a_step_is_held_to_the_limits(upload: Any) -> None:
    grow = {"operation": "resize", "scale": 8, "enlarge": True}
    with pytest.raises(TooManyPixels):
        piped(upload("skimage/rocket.jpg"), [grow, grow])


def test_the_time_of_all_steps_is_bounded_together(upload: Any) -> None:
    file = upload("skimage/rocket.jpg")
    form = PipelineForm(file=file, steps=[{"operation": "blur", "sigma": 250}] * 19)
    picture = decode(file.path, PictureLimits(), Decoding()).in_memory()
    blurs = 19 * 0.07 * picture.width * picture.height / 1e6
    apply_steps(picture, form.steps, Work(PictureLimits(), time=Allowance(blurs + 0.01)))
    with pytest.raises(StepsTakeTooLong) as caught:
        apply_steps(picture, form.steps, Work(PictureLimits(), time=Allowance(blurs - 0.01)), "steps")
    assert caught.value.details[0].field == "steps[18]"
    assert blurs < MOST_SECONDS


def test_a_step_sees_the_size_that_the_one_before_left(upload: Any) -> None:
    steps = [{"operation": "resize", "width": 100}, {"operation": "crop", "width": 101}]
    with pytest.raises(OutsidePicture) as caught:
        piped(upload("skimage/rocket.jpg"), steps)
    assert "100 x 67" in caught.value.text


@pytest.mark.parametrize("steps", [[], [{"operation": "none"}], [{"operation": "resize"}], [{}]])
def test_senseless_steps(spooled: Any, steps: Any) -> None:
    with pytest.raises(ValidationError):
        PipelineForm(file=spooled(b""), steps=steps)


def test_through_http_as_a_form(client: Any, picture: Any) -> None:
    steps = json.dumps([{"operation": "resize", "width": 50}, {"operation": "flip", "direction": "both"}])
    with picture("skimage/rocket.jpg").open("rb") as content:
        answer = client.post("/pipeline", files={"file": content}, data={"steps": steps, "format": "png"})
    assert answer.status_code == 200, answer.text
    assert json.loads(answer.headers["x-report"])["width"] == 50
