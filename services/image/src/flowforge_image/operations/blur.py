"""Blur a picture or areas of it."""

from pydantic import Field

from flowforge_image.core.drawing.areas import MOST_AREAS, Area, change_areas
from flowforge_image.core.drawing.blurring import WIDE, blurred
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class Blur(Step):
    sigma: float = Field(5, ge=0.3, le=250, description="Standard deviation of the Gaussian, in pixels.")
    areas: tuple[Area, ...] = Field((), max_length=MOST_AREAS, description="Areas to blur; none: the whole.")

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return (0.02 if self.sigma < WIDE else 0.07) * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        return change_areas(picture, self.areas, lambda part: blurred(part, self.sigma))


class BlurForm(Blur, PictureForm):
    pass


@operation("/blur", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "sigma": 2})
def blur_image(form: BlurForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
