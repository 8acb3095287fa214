from typing import Any

import pytest
from PIL import ImageOps

from flowforge_image.operations.auto_orient import AutoOrientForm, auto_orient_image
from flowforge_image.settings import ImageSettings


@pytest.mark.parametrize("number", range(2, 9))
@pytest.mark.parametrize("kind", ["jpg", "webp"])
def test_it_is_as_others_turn_it(
    upload: Any, reference: Any, opened: Any, *, likeness: Any, number: int, kind: str
) -> None:
    name = f"pillow/hopper_orientation_{number}.{kind}"
    form = AutoOrientForm(file=upload(name), format="png", metadata="keep")
    ours = opened(auto_orient_image(form, ImageSettings()))
    theirs = ImageOps.exif_transpose(reference(name))
    assert ours.size == theirs.size
    assert likeness(ours, theirs) > 0.98
    assert ours.getexif().get(0x0112, 1) == 1
