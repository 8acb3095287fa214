"""Resize a picture: to fit, cover or fill a box, by width, by height or by ratio.

An animation stays one, every frame resized, if the result is GIF, WebP or AVIF.
"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from flowforge_image.core.drawing.canvas import with_room_for
from flowforge_image.core.drawing.geometry import Gravity, Kernel, cut_by_gravity, place, resize_exactly
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import DRAWINGS, Color, Picture
from servicekit import Cache, FileOutput, operation

Mode = Literal["inside", "outside", "cover", "fit", "fill", "exact"]


class Resize(Step):
    streams: ClassVar[bool] = True

    width: int | None = Field(None, ge=1, le=32_768, description="Width of the box in pixels.")
    height: int | None = Field(None, ge=1, le=32_768, description="Height of the box in pixels.")
    scale: float | None = Field(None, gt=0, le=32, description="Ratio to the present size, instead of a box.")
    mode: Mode = Field(
        "inside",
        description="inside and outside keep the aspect ratio; cover cuts what lies outside the box; "
        "fit pads up to the box; fill stretches; exact stretches and enlarges too.",
    )
    dpr: float = Field(1.0, ge=0.1, le=8, description="Pixels for each pixel of the box, for dense screens.")
    enlarge: bool = Field(default=False, description="Let a picture grow. Drawings (SVG) always may.")
    gravity: Gravity = Field("center", description="What cover keeps, and where fit places the picture.")
    kernel: Kernel = Field("lanczos3", description="The resampling filter.")
    background: Color = Field("white", description="Color of the area that fit adds.")

    @model_validator(mode="after")
    def _names_a_size(self) -> Self:
        if (self.scale is None) == (self.width is None and self.height is None):
            raise ValueError("give 'width', 'height' or both, or 'scale' alone")
        return self

    def reduction(self, width: int, height: int, is_drawing: bool) -> float:  # noqa: FBT001 - as in Step
        target = self._target((width, height), is_drawing=is_drawing)
        return min(width / target[0], height / target[1])

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return 0.05 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        is_drawing = picture.format in DRAWINGS and not picture.random
        target = self._target(picture.full_size, is_drawing=is_drawing)
        work.limits.check(*target, len(picture.frames))
        resized = resize_exactly(picture, *target, self.kernel)
        if self.mode == "cover":
            box = self._box() or target
            cut_to = (min(box[0], target[0]), min(box[1], target[1]))
            return cut_by_gravity(resized, *cut_to, self.gravity)
        return self._padded(resized, work) if self.mode == "fit" else resized

    def _box(self) -> tuple[int, int] | None:
        if self.width is None or self.height is None:
            return None
        return max(1, round(self.width * self.dpr)), max(1, round(self.height * self.dpr))

    def _target(self, size: tuple[int, int], *, is_drawing: bool) -> tuple[int, int]:
        """Return the size before cutting and padding."""
        horizontal, vertical = self._factors(size)
        if not (self.enlarge or is_drawing or self.mode == "exact"):
            horizontal, vertical = min(1.0, horizontal), min(1.0, vertical)
        return max(1, round(size[0] * horizontal)), max(1, round(size[1] * vertical))

    def _factors(self, size: tuple[int, int]) -> tuple[float, float]:
        if self.scale is not None:
            return self.scale * self.dpr, self.scale * self.dpr
        given = [
            wanted * self.dpr / present
            for wanted, present in zip((self.width, self.height), size, strict=True)
            if wanted is not None
        ]
        if self.mode in ("fill", "exact"):
            return given[0], given[-1]
        factor = max(given) if self.mode in ("outside", "cover") else min(given)
        return factor, factor

    def _padded(self, picture: Picture, work: Work) -> Picture:
        box = self._box()
        if box is None or box == (picture.width, picture.height):
            return picture
        work.limits.check(*box, len(picture.frames))
        picture, fill = with_room_for(picture, self.background)
        left, top = place(box, (picture.width, picture.height), self.gravity)
        return picture.each(lambda frame: frame.embed(left, top, *box, extend="background", background=fill))


class ResizeForm(Resize, PictureForm):
    pass


@operation(
    "/resize",
    errors=TRANSFORMING,
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "width": 8, "enlarge": True},
)
def resize_image(form: ResizeForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
