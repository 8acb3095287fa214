from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from flowforge_image.core.errors import UnknownLayer
from flowforge_image.operations.overlay import OverlayForm, overlay_image
from flowforge_image.operations.pipeline import PipelineForm, run_pipeline
from flowforge_image.settings import ImageSettings


def overlaid(file: Any, over: Any, opened: Any, **options: Any) -> Any:
    form = OverlayForm(file=file, overlay=over, format="png", **options)
    return opened(overlay_image(form, ImageSettings()))


@pytest.mark.parametrize(
    ("options", "corner"),
    [
        ({}, (236, 136)),
        ({"gravity": "northwest"}, (0, 0)),
        ({"gravity": "southeast", "x": -10, "y": -20}, (462, 252)),
        ({"gravity": "northwest", "x": -20, "y": 5}, (-20, 5)),
    ],
)
def test_it_stands_where_it_is_put(
    upload: Any, reference: Any, opened: Any, options: Any, corner: Any
) -> None:
    ours = overlaid(upload("skimage/coffee.png"), upload("pillow/hopper.png"), opened, **options)
    expected = reference("skimage/coffee.png")
    expected.paste(reference("pillow/hopper.png"), corner)
    assert np.abs(np.asarray(ours, dtype=int) - np.asarray(expected, dtype=int)).max() <= 1


@pytest.mark.parametrize(
    ("blend", "theirs"),
    [
        ("multiply", ImageChops.multiply),
        ("screen", ImageChops.screen),
        ("darken", ImageChops.darker),
        ("lighten", ImageChops.lighter),
        ("difference", ImageChops.difference),
        ("hard-light", ImageChops.hard_light),
        ("overlay", ImageChops.overlay),
    ],
)
def test_blend_modes_are_those_of_another_implementation(
    upload: Any, reference: Any, opened: Any, blend: Any, theirs: Any
) -> None:
    ours = overlaid(
        upload("skimage/motorcycle_left.png"), upload("skimage/motorcycle_right.png"), opened, blend=blend
    )
    expected = theirs(reference("skimage/motorcycle_left.png"), reference("skimage/motorcycle_right.png"))
    distance = np.abs(np.asarray(ours, dtype=int) - np.asarray(expected, dtype=int))
    assert distance.mean() < 1
    assert np.percentile(distance, 99) <= 3


def test_opacity(upload: Any, reference: Any, opened: Any) -> None:
    names = ("skimage/motorcycle_left.png", "skimage/motorcycle_right.png")
    ours = overlaid(upload(names[0]), upload(names[1]), opened, opacity=0.25)
    expected = Image.blend(reference(names[0]), reference(names[1]), 0.25)
    assert np.abs(np.asarray(ours, dtype=int) - np.asarray(expected, dtype=int)).max() <= 2


def test_share_and_tiles(upload: Any, reference: Any, opened: Any) -> None:
    ours = overlaid(
        upload("skimage/coffee.png"), upload("skimage/chelsea.png"), opened, share=0.25, tile=True, gap=10
    )
    pixels = np.asarray(ours, dtype=int)
    assert np.array_equal(pixels[:90, :140], pixels[:90, 160:300])
    original = np.asarray(reference("skimage/coffee.png"), dtype=int)
    assert np.array_equal(pixels[:, 150:160], original[:, 150:160])


def test_a_layer_that_was_not_sent(upload: Any) -> None:
    steps = [{"operation": "overlay", "layer": 1}]
    form = PipelineForm(
        file=upload("skimage/coffee.png"), layers=[upload("skimage/chelsea.png")], steps=steps
    )
    with pytest.raises(UnknownLayer):
        run_pipeline(form, ImageSettings())


def test_in_a_pipeline(upload: Any, opened: Any) -> None:
    steps = [{"operation": "resize", "width": 300}, {"operation": "overlay", "share": 0.5}]
    form = PipelineForm(
        file=upload("skimage/coffee.png"), layers=[upload("skimage/chelsea.png")], steps=steps
    )
    assert opened(run_pipeline(form, ImageSettings())).size == (300, 200)
