"""Pixelate a picture or areas of it."""

from pydantic import Field

from flowforge_image.core.drawing.areas import MOST_AREAS, Area, change_areas
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Image, Picture
from servicekit import Cache, FileOutput, operation


class Pixelate(Step):
    size: int = Field(16, ge=2, le=1000, description="Side of a square in pixels.")
    areas: tuple[Area, ...] = Field((), max_length=MOST_AREAS, description="Areas to hide; none: the whole.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        return change_areas(picture, self.areas, self._change)

    def _change(self, part: Image) -> Image:
        across, down = -(-part.width // self.size), -(-part.height // self.size)
        whole = part.embed(0, 0, across * self.size, down * self.size, extend="copy")
        squares = whole.shrink(self.size, self.size).cast(part.format)
        return squares.zoom(self.size, self.size).crop(0, 0, part.width, part.height)


class PixelateForm(Pixelate, PictureForm):
    pass


@operation("/pixelate", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "size": 4})
def pixelate_image(form: PixelateForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
