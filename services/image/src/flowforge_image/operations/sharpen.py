"""Sharpen a picture by an unsharp mask on its lightness."""

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class Sharpen(Step):
    sigma: float = Field(1, ge=0.1, le=10, description="Size of the details, in pixels.")
    amount: float = Field(1, ge=0, le=10, description="Strength; 0 changes nothing.")

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return (0.04 + 0.01 * self.sigma) * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        if self.amount == 0:
            return picture.each(lambda frame: frame)
        # libvips' defaults for amount 1: flat areas are left alone, edges get three times their slope.
        return picture.each(
            lambda frame: frame.sharpen(sigma=self.sigma, m1=0, m2=3 * self.amount).cast(frame.format)
        )


class SharpenForm(Sharpen, PictureForm):
    pass


@operation("/sharpen", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def sharpen_image(form: SharpenForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
