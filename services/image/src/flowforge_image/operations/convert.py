"""Write a picture in another format, quality, colour space or depth, or under a number of bytes."""

from pydantic import Field

from flowforge_image.core.examples import DOT
from flowforge_image.core.faults import TRANSFORMING
from flowforge_image.core.output_options import PictureForm, PictureReport
from flowforge_image.core.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from servicekit import Cache, FileOutput, operation


class ConvertForm(PictureForm):
    page: int = Field(
        0, ge=0, le=10_000, description="Which page of a TIFF, or frame of an animation, from 0."
    )


@operation(
    "/convert", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "format": "webp"}
)
def convert_image(form: ConvertForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [], form, settings.limits, page=form.page)
