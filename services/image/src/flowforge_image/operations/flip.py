"""Flip a picture horizontally, vertically or both."""

from typing import Literal

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class Flip(Step):
    direction: Literal["horizontal", "vertical", "both"] = Field(
        "horizontal", description="horizontal swaps left and right, vertical top and bottom."
    )

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        if self.direction != "vertical":
            picture = picture.each(lambda frame: frame.fliphor())
        if self.direction != "horizontal":
            picture = picture.each(lambda frame: frame.flipver())
        return picture


class FlipForm(Flip, PictureForm):
    pass


@operation(
    "/flip",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "direction": "vertical"},
)
def flip_image(form: FlipForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
