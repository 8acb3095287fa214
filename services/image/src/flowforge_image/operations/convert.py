"""Convert a picture to another format, quality, color space or bit depth, or to a maximum file size.

An animation stays one in GIF, WebP and AVIF; other formats get its first frame, or the one that `page` says.
"""

from pydantic import Field

from flowforge_image.core.encoding.options import ChosenFormatForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from servicekit import Cache, FileOutput, operation


class ConvertForm(ChosenFormatForm):
    page: int | None = Field(
        None, ge=0, le=10_000, description="Take one page of a TIFF, or frame of an animation, from 0."
    )


@operation(
    "/convert", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "format": "webp"}
)
def convert_image(form: ConvertForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [], form, settings.limits, page=form.page)
