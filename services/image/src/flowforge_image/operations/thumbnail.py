"""Create a square thumbnail that keeps the most salient part of a picture."""

from typing import ClassVar

from pydantic import Field

from flowforge_image.core.drawing.geometry import Gravity
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.operations.resize import Resize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation


class Thumbnail(Step):
    streams: ClassVar[bool] = True

    size: int = Field(200, ge=1, le=4096, description="Width and height in pixels.")
    gravity: Gravity = Field("attention", description="Which part of a longish picture is kept.")

    def reduction(self, width: int, height: int, is_drawing: bool) -> float:  # noqa: FBT001 - as in Step
        return self._resize().reduction(width, height, is_drawing)

    def apply(self, picture: Picture, work: Work) -> Picture:
        return self._resize().apply(picture, work)

    def _resize(self) -> Resize:
        return Resize(width=self.size, height=self.size, mode="cover", gravity=self.gravity, enlarge=True)


class ThumbnailForm(Thumbnail, PictureForm):
    pass


@operation(
    "/thumbnail", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "size": 8}
)
def make_thumbnail(form: ThumbnailForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
