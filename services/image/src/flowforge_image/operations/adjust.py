"""Change brightness, contrast, saturation, hue, gamma and opacity."""

import math
from typing import ClassVar

from pydantic import Field

from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.color_change import change_alpha, change_colors, hue_turn, saturation
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Image, Picture
from servicekit import Cache, FileOutput, operation

_MIDDLE = 127.5


class Adjust(Step):
    """As the CSS filters of these names do; 1 leaves things as they are. They are applied in this order."""

    streams: ClassVar[bool] = True

    brightness: float = Field(1, ge=0, le=10, description="Factor of every channel.")
    contrast: float = Field(1, ge=0, le=10, description="Factor of the distance from middle gray.")
    saturation: float = Field(1, ge=0, le=10, description="0 is gray.")
    hue: float = Field(0, ge=-360, le=360, description="Degrees to turn the hue by.")
    gamma: float = Field(1, ge=0.1, le=10, description="Above 1 lightens the middle tones, below 1 darkens.")
    opacity: float = Field(1, ge=0, le=1, description="Factor of the opacity.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        del work
        changed = change_colors(picture, self._change)
        return changed if self.opacity == 1 else change_alpha(changed, lambda alpha: alpha * self.opacity)

    def _change(self, color: Image) -> Image:
        if self.brightness != 1 or self.contrast != 1:
            slope = self.brightness * self.contrast
            color = _within_range(color.linear(slope, _MIDDLE * (1 - self.contrast)))
        if self.saturation != 1:
            color = _within_range(color.recomb(saturation(self.saturation)))
        if self.hue:
            turn = math.radians(self.hue)
            color = _within_range(color.recomb(hue_turn(math.cos(turn), math.sin(turn))))
        if self.gamma != 1:
            color = (_within_range(color) / 255) ** (1 / self.gamma) * 255
        return color


def _within_range(color: Image) -> Image:
    return color.clamp(min=0, max=255)


class AdjustForm(Adjust, PictureForm):
    pass


@operation(
    "/adjust",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "brightness": 1.2, "saturation": 0.5},
)
def adjust_image(form: AdjustForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
