"""Crop a picture to a box, to a size placed by gravity or attention, or to an aspect ratio."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from flowforge_image.core.drawing.geometry import (
    Gravity,
    Ratio,
    cut,
    cut_by_gravity,
    parse_ratio,
    place_around,
    share,
)
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation

Share = Annotated[float, Field(ge=0, le=1)]


class Crop(Step):
    streams: ClassVar[bool] = True

    width: int | None = Field(None, ge=1, le=32_768, description="Width in pixels.")
    height: int | None = Field(None, ge=1, le=32_768, description="Height in pixels.")
    x: int | None = Field(None, ge=0, description="Left edge; with 'y', instead of 'gravity'.")
    y: int | None = Field(None, ge=0, description="Upper edge.")
    ratio: Ratio | None = Field(
        None, description="Largest part of this aspect ratio, such as 16:9, instead of 'width' and 'height'."
    )
    gravity: Gravity = Field(
        "center",
        description="Which part is kept; attention keeps skin, edges and strong colors, entropy detail.",
    )

    focus: tuple[Share, Share] | None = Field(
        None,
        description="Instead of 'gravity': a point that is to be in the middle, or as near to it as can be; "
        "shares of width and height, such as [0.5, 0.3].",
    )

    @model_validator(mode="after")
    def _names_an_area(self) -> Self:
        if (self.ratio is None) == (self.width is None and self.height is None):
            raise ValueError("give 'width', 'height' or both, or 'ratio' alone")
        if (self.x is None) != (self.y is None):
            raise ValueError("give 'x' and 'y' together")
        if self.x is not None and (self.ratio is not None or self.gravity != "center"):
            raise ValueError("'x' and 'y' go with 'width' and 'height' only")
        if self.focus is not None and (self.x is not None or self.gravity != "center"):
            raise ValueError("give 'focus', 'gravity', or 'x' and 'y', but one of them only")
        return self

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        present = (picture.width, picture.height)
        if self.ratio is not None:
            width, height = share(present, parse_ratio(self.ratio))
        elif self.x is not None and self.y is not None:
            width, height = self.width or present[0] - self.x, self.height or present[1] - self.y
            return cut(picture, self.x, self.y, width, height)
        else:
            width, height = self.width or present[0], self.height or present[1]
        if self.focus is None:
            return cut_by_gravity(picture, width, height, self.gravity)
        return cut(picture, *place_around(self.focus, (width, height), present), width, height)


class CropForm(Crop, PictureForm):
    pass


@operation(
    "/crop",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "width": 8, "height": 8},
)
def crop_image(form: CropForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
