"""Highlight the differences between two pictures on a faded copy of the first."""

from pydantic import Field

from flowforge_image.core.analysis.comparing import load_pair, mask_of
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.transforming import RUN, write
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture, parse_color
from servicekit import Cache, FileInput, FileOutput, operation

_FADED = 0.3


class DifferenceForm(PictureForm):
    other: FileInput = Field(description="The picture to compare with; it is scaled to the first one's size.")
    tolerance: int = Field(
        0, ge=0, le=255, description="A pixel differs if a channel differs by more than this."
    )
    mark: Color = Field("#ff0055", description="Color of the pixels that differ.")


@operation(
    "/difference", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "other": DOT}
)
def show_difference(form: DifferenceForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    pair = load_pair(form.file.path, form.other.path, settings.limits)
    faded = pair.one.extract_band(0, n=3).linear(_FADED, 255 * (1 - _FADED), uchar=True)
    mark = list(parse_color(form.mark)[:3])
    shown = mask_of(pair, form.tolerance).ifthenelse(mark, faded).copy(interpretation="srgb")
    picture = Picture((shown,), "png", (shown.width, shown.height), random=True)
    return write(picture, form, form.file.name)
