"""Overlay a color or a gradient on a picture, to tint it or to make text on it readable."""

from typing import ClassVar

from pydantic import Field

from flowforge_image.core.drawing.layering import Blend, lay
from flowforge_image.core.drawing.shapes import gradient
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture
from servicekit import Cache, FileOutput, operation

_LONGEST_DRAWN = 2048  # pixels: a gradient is smooth, so it is drawn no larger and scaled


class Gradient(Step):
    looks: ClassVar[bool] = True

    stops: tuple[Color, ...] = Field(
        ("transparent", "#000000c0"),
        min_length=1,
        max_length=8,
        description="At equal distances, transparent ones too; one alone is laid over everything.",
    )
    direction: float = Field(
        180, ge=0, le=360, description="Degrees as in CSS: 0 is upwards, 90 to the right."
    )
    opacity: float = Field(1, ge=0, le=1, description="Factor of the opacity of all colors.")
    blend: Blend = Field("over", description="How its colors meet those below (W3C Compositing, Level 1).")

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        shrink = min(1.0, _LONGEST_DRAWN / max(picture.width, picture.height))
        drawn = (max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink)))
        veil = gradient(*drawn, self.stops, self.direction)
        veil = (veil * [1, 1, 1, self.opacity]).cast("uchar").copy(interpretation="srgb")
        if drawn != (picture.width, picture.height):
            across, down = picture.width / drawn[0], picture.height / drawn[1]
            veil = veil.copy_memory().resize(across, vscale=down, kernel="linear")
        return lay(picture, veil, 0, 0, self.blend)


class GradientForm(Gradient, PictureForm):
    pass


@operation("/gradient", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def lay_gradient(form: GradientForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
