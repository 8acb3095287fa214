from typing import Any

import numpy as np

from flowforge_image.operations.difference import DifferenceForm, show_difference
from flowforge_image.settings import ImageSettings


def test_what_differs_is_marked(
    upload: Any, spooled: Any, reference: Any, opened: Any, tmp_path: Any
) -> None:
    changed = reference("skimage/coffee.png")
    changed.paste((1, 2, 3), (100, 50, 110, 70))
    changed.save(tmp_path / "changed.png")
    form = DifferenceForm(
        file=upload("skimage/coffee.png"), other=spooled(tmp_path / "changed.png"), mark="blue"
    )
    shown = np.asarray(opened(show_difference(form, ImageSettings())))
    marked = (shown == (0, 0, 255)).all(axis=2)
    assert marked.sum() == 200
    assert marked[50:70, 100:110].all()
