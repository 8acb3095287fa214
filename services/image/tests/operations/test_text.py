import json
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from flowforge_fonts import FontLacksCharacters, UnknownFont
from flowforge_image.core.errors import TextDoesNotFit
from flowforge_image.core.text.style import TextStyle
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_image.operations.pipeline import PipelineForm, run_pipeline
from flowforge_image.operations.text import TextForm, write_text
from flowforge_image.settings import ImageSettings
from flowforge_pictures import PictureLimits

COFFEE = "skimage/coffee.png"  # 600 x 400


def written(file: Any, opened: Any, text: str = "Hamburg", **options: Any) -> Any:
    form = TextForm(file=file, text=text, format="png", **options)
    return np.asarray(opened(write_text(form, ImageSettings())), dtype=int)


def changed(pixels: Any, reference: Any) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what differs from the picture as it was."""
    differs = np.abs(pixels[:, :, :3] - np.asarray(reference(COFFEE), dtype=int)).max(axis=2) > 8
    rows, columns = np.where(differs.any(axis=1))[0], np.where(differs.any(axis=0))[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize(
    ("gravity", "shares"),
    [
        ("northwest", (0, 0)),
        ("southeast", (1, 1)),
        ("center", (0.5, 0.5)),
        ("north", (0.5, 0)),
        ("east", (1, 0.5)),
    ],
)
def test_it_stands_where_it_is_put(
    upload: Any, opened: Any, reference: Any, gravity: str, shares: tuple[float, float]
) -> None:
    pixels = written(upload(COFFEE), opened, "HH", color="#00ffff", gravity=gravity, margin=20, size=50)
    left, top, right, bottom = changed(pixels, reference)
    assert abs(left - (20 + (560 - (right - left)) * shares[0])) <= 1
    assert abs(top - (20 + (360 - 65) * shares[1]) - 15) <= 8  # the letters' height in a line of 1.3 times 50
    assert 30 <= bottom - top <= 40


def test_offset_moves_it(upload: Any, opened: Any, reference: Any) -> None:
    plain = changed(written(upload(COFFEE), opened, color="cyan"), reference)
    moved = changed(written(upload(COFFEE), opened, color="cyan", x=30, y=-40), reference)
    assert moved == (plain[0] + 30, plain[1] - 40, plain[2] + 30, plain[3] - 40)


def test_it_is_wrapped_and_fitted_into_a_box(upload: Any, opened: Any, reference: Any) -> None:
    pixels = written(
        upload(COFFEE), opened, "sphinx of quartz " * 3, color="cyan", fit=True, width=300, height=200
    )
    left, top, right, bottom = changed(pixels, reference)
    assert left >= 150
    assert right <= 450
    assert top >= 100
    assert bottom <= 300
    assert right - left > 200


def test_the_letters_have_their_color_and_outline(upload: Any, opened: Any) -> None:
    pixels = written(
        upload(COFFEE), opened, "I", size=200, weight=900, color="#102030", stroke=10, stroke_color="lime"
    )
    middle = pixels[200]
    letter = np.where((middle == [16, 32, 48]).all(axis=1))[0]
    outline = np.where((middle == [0, 255, 0]).all(axis=1))[0]
    assert 9 <= (outline < letter[0]).sum() <= 11
    assert 9 <= (outline > letter[-1]).sum() <= 11


def test_a_round_outline_is_as_wide_in_all_directions(upload: Any, opened: Any) -> None:
    """A full stop's outline is its shape grown by a disc: the diagonal is as far as the axes."""
    options = {
        "size": 300,
        "color": "lime",
        "stroke": 30,
        "stroke_color": "lime",
        "box": {"color": "black"},
    }
    pixels = written(upload(COFFEE), opened, "●", **options)
    shape = (pixels == [0, 255, 0]).all(axis=2)
    rows, columns = np.where(shape)
    radius = (columns.max() - columns.min() + 1) / 2
    distances = np.hypot(rows - rows.mean(), columns - columns.mean())
    assert abs(distances.max() - radius) < 1.5
    assert abs(shape.sum() - np.pi * radius**2) / shape.sum() < 0.02


def test_a_shadow_falls_where_it_is_said(upload: Any, opened: Any) -> None:
    shadow = {"x": 40, "y": 0, "blur": 0, "color": "red"}
    pixels = written(upload(COFFEE), opened, "I", size=200, color="blue", shadow=shadow)
    row = pixels[200]
    blue, red = (np.where((row == color).all(axis=1))[0] for color in ([0, 0, 255], [255, 0, 0]))
    assert red[-1] - blue[-1] == 40


def test_a_box_stands_behind(upload: Any, opened: Any, reference: Any) -> None:
    box = {"color": "#ff00ff", "padding": 30, "radius": 20}
    pixels = written(upload(COFFEE), opened, "HH", size=60, box=box, gravity="northwest")
    left, top, right, bottom = changed(pixels, reference)
    assert (left, top) == (0, 0)
    assert bottom == 60 * 1.3 + 60
    assert (pixels[bottom // 2, 2] == [255, 0, 255]).all()
    original = np.asarray(reference(COFFEE), dtype=int)
    assert np.array_equal(pixels[0, 0], original[0, 0])  # cut off by the round corner
    assert np.array_equal(pixels[bottom - 1, right - 1], original[bottom - 1, right - 1])


def test_a_quarter_turn_is_the_text_turned(upload: Any, opened: Any, reference: Any) -> None:
    flat = changed(written(upload(COFFEE), opened, color="cyan", size=40), reference)
    turned = changed(written(upload(COFFEE), opened, color="cyan", size=40, angle=90), reference)
    assert turned[3] - turned[1] == flat[2] - flat[0]
    assert turned[2] - turned[0] == flat[3] - flat[1]


def test_opacity(upload: Any, opened: Any, reference: Any) -> None:
    full = written(upload(COFFEE), opened, "I", size=300, color="#00ff00")
    half = written(upload(COFFEE), opened, "I", size=300, color="#00ff00", opacity=0.5)
    inside = (full == [0, 255, 0]).all(axis=2)
    expected = (np.asarray(reference(COFFEE), dtype=int)[inside] + [0, 255, 0]) / 2
    assert np.abs(half[inside] - expected).max() <= 2


def test_every_frame_of_an_animation_has_it(upload: Any, opened: Any) -> None:
    form = TextForm(file=upload("pillow/dispose_bgnd.gif"), text="GIF", size=30, color="#ff00ff")
    answer = opened(write_text(form, ImageSettings()))
    for frame in range(answer.n_frames):
        answer.seek(frame)
        assert (np.asarray(answer.convert("RGB")) == [255, 0, 255]).all(axis=2).sum() > 50


def test_what_cannot_be_written(upload: Any) -> None:
    for options, fault in (
        ({"text": "𓀀"}, FontLacksCharacters),
        ({"text": "a", "font": "Comic Sans"}, UnknownFont),
        ({"text": "unbreakable", "fit": True, "width": 10, "height": 10}, TextDoesNotFit),
    ):
        with pytest.raises(fault):
            write_text(TextForm(file=upload(COFFEE), **options), ImageSettings())


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "a\x00b", "bell\x07", "x" * 4001, "\ud800"],
    ids=["", "space", "zero", "bell", "long", "half"],
)
def test_what_is_no_text(spooled: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TextForm(file=spooled(b""), text=text)


def test_in_a_pipeline(upload: Any, opened: Any) -> None:
    steps = [{"operation": "resize", "width": 300}, {"operation": "text", "text": "ok", "color": "#ff00ff"}]
    form = PipelineForm(file=upload(COFFEE), steps=steps)
    answer = opened(run_pipeline(form, ImageSettings()))
    assert answer.size == (300, 200)
    assert (np.asarray(answer) == [255, 0, 255]).all(axis=2).any()


def test_through_http_as_a_form(client: Any, picture: Any) -> None:
    fields = {"text": "中文 نص हिन्दी 😀", "fit": "true", "shadow": json.dumps({"blur": 3}), "format": "webp"}
    with picture(COFFEE).open("rb") as content:
        answer = client.post("/text", files={"file": content}, data=fields)
    assert answer.status_code == 200, answer.text
    refused = client.post("/text", json={"file": {"base64": "R0lGODlh"}, "text": "𓀀"})
    assert refused.status_code == 422


def test_text_that_does_not_fit_is_said(upload: Any) -> None:
    form = {"file": upload("pillow/hopper.png"), "size": 60}
    assert write_text(TextForm(**form, text="Hi"), ImageSettings()).report.warnings == []
    (warning,) = write_text(TextForm(**form, text="Hi\n" * 6 + "x"), ImageSettings()).report.warnings
    assert "'text'" in warning
    assert "'fit'" in warning


def test_no_hyphen_is_put_into_a_long_word() -> None:
    """As many letters as fit alone are the whole line: a hyphen would change its width."""
    typesetter = Typesetter.using(None, PictureLimits())
    letter = typesetter.set("w" * 30, TextStyle(), 40).width / 30
    broken = typesetter.set("w" * 30, TextStyle(), 40, 200)
    lone = typesetter.set("w" * int(200 / letter), TextStyle(), 40)
    assert broken.ink.width == pytest.approx(lone.ink.width, abs=2)
