import io
from typing import Any

from PIL import Image

from flowforge_image.operations.srcset import SrcsetForm, make_srcset
from flowforge_image.settings import ImageSettings


def test_sizes_and_attribute(upload: Any) -> None:
    form = SrcsetForm(file=upload("skimage/rocket.jpg"), widths=(100, 320, 2000), format="webp")
    made = make_srcset(form, ImageSettings())
    sizes = [Image.open(io.BytesIO(file.data)).size for file in made.files]
    assert sizes == [(100, 67), (320, 214), (640, 427)]
    assert made.report is not None
    assert made.report.srcset == "rocket-100w.webp 100w, rocket-320w.webp 320w, rocket-640w.webp 640w"


def test_a_size_is_as_good_as_resized_alone(upload: Any, reference: Any, likeness: Any) -> None:
    form = SrcsetForm(file=upload("skimage/hubble_deep_field.jpg"), widths=(100, 400), format="png")
    small = Image.open(io.BytesIO(make_srcset(form, ImageSettings()).files[0].data))
    alone = reference("skimage/hubble_deep_field.jpg").resize(small.size, Image.Resampling.LANCZOS)
    assert likeness(small, alone) > 0.97
