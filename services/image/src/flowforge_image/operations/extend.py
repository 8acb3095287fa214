"""Add space around a picture: by edges, up to a size, or up to an aspect ratio."""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_image.core.drawing.canvas import with_room_for
from flowforge_image.core.drawing.geometry import Compass, place
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture
from servicekit import Cache, FileOutput, operation


class Extend(Step):
    left: int = Field(0, ge=0, le=16_384, description="Pixels to add on the left.")
    right: int = Field(0, ge=0, le=16_384, description="Pixels to add on the right.")
    top: int = Field(0, ge=0, le=16_384, description="Pixels to add above.")
    bottom: int = Field(0, ge=0, le=16_384, description="Pixels to add below.")
    width: int | None = Field(None, ge=1, le=32_768, description="Grow to this width, instead of by edges.")
    height: int | None = Field(None, ge=1, le=32_768, description="Grow to this height.")
    ratio: float | None = Field(None, gt=0.01, lt=100, description="Grow to this width divided by height.")
    gravity: Compass = Field("center", description="Where in the new size the picture stands.")
    filling: Literal["background", "copy", "mirror", "repeat"] = Field(
        "background",
        description="A color, the edge's pixels drawn out, or the picture mirrored or repeated.",
    )
    background: Color = Field("white", description="Color of the new area, or 'transparent'.")

    @model_validator(mode="after")
    def _grows_one_way(self) -> Self:
        edges = self.left or self.right or self.top or self.bottom
        ways = [bool(edges), self.width is not None or self.height is not None, self.ratio is not None]
        if sum(ways) != 1:
            raise ValueError(
                "give edges ('left', 'right', 'top', 'bottom'), or 'width' and 'height', or 'ratio'"
            )
        return self

    def apply(self, picture: Picture, work: Work) -> Picture:
        width, height = self._size(picture.width, picture.height)
        work.limits.check(width, height, len(picture.frames))
        left, top = self.left, self.top
        if not (self.left or self.right or self.top or self.bottom):
            left, top = place((width, height), (picture.width, picture.height), self.gravity)
        if self.filling != "background":
            return picture.each(lambda frame: frame.embed(left, top, width, height, extend=self.filling))
        picture, fill = with_room_for(picture, self.background)
        return picture.each(
            lambda frame: frame.embed(left, top, width, height, extend="background", background=fill)
        )

    def _size(self, width: int, height: int) -> tuple[int, int]:
        """Return the new size; a picture never shrinks."""
        if self.ratio is not None:
            return max(width, round(height * self.ratio)), max(height, round(width / self.ratio))
        if self.width is not None or self.height is not None:
            return max(width, self.width or 0), max(height, self.height or 0)
        return width + self.left + self.right, height + self.top + self.bottom


class ExtendForm(Extend, PictureForm):
    pass


@operation(
    "/extend",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "left": 4, "background": "navy"},
)
def extend_image(form: ExtendForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
