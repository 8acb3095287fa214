"""Round the corners of a picture, or crop it to an ellipse."""

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.color_change import change_alpha
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Image, Picture
from servicekit import Cache, FileOutput, operation


class RoundCorners(Step):
    radius: int | None = Field(
        None, ge=1, le=16_384, description="Radius in pixels; by default the largest: a circle or ellipse."
    )

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Cut the corners away; formats without transparency show the background there."""
        del work
        mask = self._mask(picture.width, picture.height)
        return change_alpha(picture, lambda alpha: alpha * mask)

    def _mask(self, width: int, height: int) -> Image:
        across = width / 2 if self.radius is None else min(self.radius, width / 2)
        down = height / 2 if self.radius is None else min(self.radius, height / 2)
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f'<rect width="{width}" height="{height}" rx="{across}" ry="{down}"/></svg>'
        )
        return Image.svgload_buffer(drawing.encode()).extract_band(3).cast("float") / 255


class RoundCornersForm(RoundCorners, PictureForm):
    pass


@operation(
    "/round-corners",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "radius": 4, "format": "png"},
)
def round_corners(form: RoundCornersForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
