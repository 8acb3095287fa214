"""Rotate a picture clockwise by any angle; multiples of 90 degrees are lossless."""

from pydantic import Field

from flowforge_image.core.drawing.canvas import with_room_for
from flowforge_image.core.drawing.geometry import cut_by_gravity
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Interpolate, Picture
from servicekit import Cache, FileOutput, operation

_QUARTERS = {90: "rot90", 180: "rot180", 270: "rot270"}


class Rotate(Step):
    angle: float = Field(ge=-360, le=360, description="Degrees clockwise.")
    expand: bool = Field(default=True, description="Grow so that nothing is cut; else the size stays.")
    background: Color = Field("white", description="Color of the corners, or 'transparent'.")

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return (0.05 if self.angle % 90 else 0.01) * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        angle = self.angle % 360
        if angle == 0:
            return picture.each(lambda frame: frame)
        if angle in _QUARTERS:
            return picture.each(lambda frame: getattr(frame, _QUARTERS[int(angle)])())
        size = (picture.width, picture.height)
        picture, fill = with_room_for(picture, self.background)
        interpolate = Interpolate.new("bicubic")
        turned = picture.each(lambda frame: frame.rotate(angle, interpolate=interpolate, background=fill))
        if self.expand:
            return turned
        work.limits.check(turned.width, turned.height, len(turned.frames))
        kept = (min(size[0], turned.width), min(size[1], turned.height))
        return cut_by_gravity(turned, *kept, "center")


class RotateForm(Rotate, PictureForm):
    pass


@operation("/rotate", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "angle": 90})
def rotate_image(form: RotateForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
