"""Upscale a small picture two to four times, with sharp edges.

The network was trained on drawings: those, logos and screenshots get best; photographs get smooth. It takes
about 8 seconds for a megapixel of the file on one core. Needs an optional engine.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.engines.upscaling import Factor, upscale
from flowforge_image.engines.weights import EngineNotInstalled
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Decoding, Image, decode, reading
from servicekit import Cache, Context, FileOutput, ResourceLimit, operation

_MOST_PIXELS = 1_000_000


class TooLargeToUpscale(ResourceLimit):
    code = "IMAGE_TOO_LARGE_TO_UPSCALE"
    message = (
        "A picture of {width} x {height} pixels is too large for this: "
        "one of at most {pixels} pixels in all can be scaled up."
    )


class UpscaleForm(PictureForm):
    factor: Factor = Field(2, description="How many times as wide and high.")


@operation(
    "/upscale",
    errors=[*TRANSFORMING, EngineNotInstalled, TooLargeToUpscale],
    run=RUN,
    deadline=timedelta(seconds=60),
    cache=Cache(hours=24),
    example={"file": DOT, "factor": 2},
)
def upscale_image(form: UpscaleForm, settings: ImageSettings, context: Context) -> FileOutput[PictureReport]:
    picture = decode(form.file.path, settings.limits, Decoding(animated=False, page=0))
    if picture.width * picture.height > _MOST_PIXELS:
        raise TooLargeToUpscale(width=picture.width, height=picture.height, pixels=_MOST_PIXELS)
    settings.limits.check(picture.width * form.factor, picture.height * form.factor)

    def report(done: float, total: float) -> None:
        context.check()
        context.progress(done, total)

    with reading(form.file.path, picture.format):
        picture = picture.in_memory().in_color()
        made = upscale(picture.opaque().frames[0], form.factor, report)
        if picture.has_alpha:
            made = made.bandjoin(_enlarged(picture.frames[0].extract_band(3), form.factor))
        return write(picture.with_frames([made]), form, form.file.name)


def _enlarged(alpha: Image, factor: int) -> Image:
    return alpha.resize(factor, kernel="lanczos3")
