import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.operations.frames import FramesForm, take_frames
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyFrames, UnknownPage


@pytest.fixture
def taken(context: Any) -> Any:
    return lambda file, **options: take_frames(FramesForm(file=file, **options), ImageSettings(), context)


def on_white(image: Any) -> Any:
    image = image.convert("RGBA")
    return np.asarray(Image.alpha_composite(Image.new("RGBA", image.size, "white"), image), dtype=float)


@pytest.mark.parametrize(
    ("name", "total"),
    [("iss634.gif", 42), ("dispose_prev.gif", 5), ("iss634.webp", 42), ("avif/star.avifs", 5)],
)
def test_frames_are_those_of_another_decoder(
    taken: Any, upload: Any, picture: Any, opened: Any, *, name: str, total: int
) -> None:
    made = taken(upload(f"pillow/{name}"))
    assert (made.report.total, made.report.positions) == (total, list(range(total)))
    with Image.open(picture(f"pillow/{name}")) as theirs:
        for at, ours in enumerate(made.files):
            theirs.seek(at)
            expected = on_white(theirs)
            assert np.abs(on_white(opened(ours)) - expected).mean() < 2
            # What is too short to be meant is shown as long as browsers show it.
            told = theirs.info["duration"]
            assert made.report.durations_ms[at] == (told if told > 10 else 100)


def test_a_range_and_every_nth(taken: Any, upload: Any) -> None:
    made = taken(upload("pillow/iss634.webp"), first=3, last=20, every=5, format="webp")
    assert made.report.positions == [3, 8, 13, 18]
    assert [file.name for file in made.files] == [f"iss634-{at:02d}.webp" for at in (3, 8, 13, 18)]


def test_pages_of_a_tiff(taken: Any, upload: Any, opened: Any) -> None:
    made = taken(upload("pillow/multipage.tiff"))
    colors = [opened(file).convert("RGB").getpixel((0, 0)) for file in made.files]
    assert colors == [(0, 128, 0), (255, 0, 0), (0, 0, 255)]
    assert made.report.durations_ms == []


def test_a_still_picture_is_its_only_frame(taken: Any, upload: Any) -> None:
    made = taken(upload("pillow/hopper.jpg"))
    assert [file.name for file in made.files] == ["hopper-0.png"]


def test_beyond_the_end(taken: Any, upload: Any) -> None:
    with pytest.raises(UnknownPage):
        taken(upload("pillow/dispose_bgnd.gif"), first=5)
    assert taken(upload("pillow/dispose_bgnd.gif"), first=4, last=99).report.positions == [4]


def test_more_frames_than_allowed(upload: Any, context: Any) -> None:
    with pytest.raises(TooManyFrames):
        take_frames(FramesForm(file=upload("pillow/iss634.webp")), ImageSettings(max_frames=41), context)


def test_a_range_that_is_none(upload: Any) -> None:
    with pytest.raises(ValidationError):
        FramesForm(file=upload("pillow/hopper.gif"), first=2, last=1)


def test_through_http(client: Any, picture: Any) -> None:
    content = picture("pillow/dispose_bgnd.gif").read_bytes()
    answer = client.post("/frames?every=2", content=content, headers={"Content-Type": "image/gif"})
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert [Image.open(archive.open(name)).format for name in archive.namelist()] == ["PNG"] * 3
    assert json.loads(answer.headers["x-report"])["positions"] == [0, 2, 4]
