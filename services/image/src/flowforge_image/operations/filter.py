"""Apply a filter: grayscale, sepia, invert, threshold, duotone, vignette or noise removal."""

from typing import Literal

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.color_change import BLUE, GREEN, RED, change_colors, grayscale, sepia
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Image, Picture, parse_color
from servicekit import Cache, FileOutput, operation

Name = Literal["grayscale", "sepia", "invert", "threshold", "duotone", "vignette", "denoise"]


class Filter(Step):
    name: Name = Field(description="Which filter.")
    amount: float = Field(
        1, ge=0, le=1, description="How much of it; threshold: the level, 0.5 is the middle."
    )
    shadows: Color = Field("#1a1a40", description="duotone: the color of black.")
    highlights: Color = Field("#ffe9a8", description="duotone: the color of white.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        if self.name == "denoise":
            size = 3 if self.amount <= 0.5 else 5  # noqa: PLR2004 - half of the scale
            return picture.each(lambda frame: _median(frame, size))
        return change_colors(picture, self._change)

    def _change(self, color: Image) -> Image:
        match self.name:
            case "grayscale":
                return color.recomb(grayscale(self.amount))
            case "sepia":
                return color.recomb(sepia(self.amount)).clamp(min=0, max=255)
            case "invert":
                return color.linear(1 - 2 * self.amount, 255 * self.amount)
            case "threshold":
                level = (_luminance(color) >= self.amount * 255).cast("float")
                return level.bandjoin([level, level])
            case "duotone":
                return self._duotone(color)
            case _:
                return color * self._vignette(color)

    def _duotone(self, color: Image) -> Image:
        dark, light = parse_color(self.shadows)[:3], parse_color(self.highlights)[:3]
        share = _luminance(color) / 255
        share = share.bandjoin([share, share])
        toned = share.linear([high - low for low, high in zip(dark, light, strict=True)], list(dark))
        return toned * self.amount + color * (1 - self.amount)

    def _vignette(self, color: Image) -> Image:
        """Return the share of light that is left: all in the middle, down to 1 - amount in the corners."""
        width, height = color.width, color.height
        place = Image.xyz(width, height).linear([2 / width, 2 / height], [1 / width - 1, 1 / height - 1])
        distance = (place * place).bandmean()  # half the squared distance: 0 in the middle, 1 in a corner
        return distance.linear(-self.amount, 1)


def _median(frame: Image, size: int) -> Image:
    """Return the median of the pixels around each; edges go on outside, also of a small picture."""
    width, height = frame.width, frame.height
    wide = frame.embed(size, size, width + 2 * size, height + 2 * size, extend="copy")
    return wide.median(size).crop(size, size, width, height)


def _luminance(color: Image) -> Image:
    return color.recomb([[RED, GREEN, BLUE]])


class FilterForm(Filter, PictureForm):
    pass


@operation(
    "/filter", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT, "name": "sepia"}
)
def filter_image(form: FilterForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
