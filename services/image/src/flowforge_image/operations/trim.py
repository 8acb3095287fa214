"""Trim a border of one color, or a transparent border."""

from typing import ClassVar

from pydantic import Field

from flowforge_image.core.drawing.geometry import cut
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Image, Picture, parse_color
from servicekit import Cache, FileOutput, operation


class Trim(Step):
    looks: ClassVar[bool] = True

    threshold: float = Field(10, ge=0, le=255, description="How far a pixel may be from the border's color.")
    color: Color | None = Field(None, description="The border's color; by default that of the corner.")
    margin: int = Field(0, ge=0, le=10_000, description="Pixels of the border to keep around what is left.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Cut to what stands out in any frame; a picture of one color stays as it is."""
        del work
        boxes = [box for frame in picture.frames if all((box := self._found(frame))[2:])]
        if not boxes:
            return picture.each(lambda frame: frame)
        right = min(picture.width, max(left + width for left, _, width, _ in boxes) + self.margin)
        bottom = min(picture.height, max(top + height for _, top, _, height in boxes) + self.margin)
        left = max(0, min(box[0] for box in boxes) - self.margin)
        top = max(0, min(box[1] for box in boxes) - self.margin)
        return cut(picture, left, top, right - left, bottom - top)

    def _found(self, frame: Image) -> tuple[int, int, int, int]:
        """Return left, top, width and height of what differs from the border in any band."""
        if self.color is not None:
            border = list(parse_color(self.color)[:3])
            frame = frame.colourspace("srgb")
            frame = frame.flatten(background=border) if frame.hasalpha() else frame
        else:
            border = list(frame(0, 0))
            if frame.hasalpha() and border[-1] == 0:  # whatever colors a transparent border has
                frame, border = frame.extract_band(frame.bands - 1), [0]
        differs = ((frame - border).abs() > self.threshold).bandor()
        left, top, width, height = differs.find_trim(threshold=1, background=[0], line_art=True)
        return int(left), int(top), int(width), int(height)


class TrimForm(Trim, PictureForm):
    pass


@operation("/trim", errors=TRANSFORMING, run=RUN, cache=Cache(hours=24), example={"file": DOT})
def trim_image(form: TrimForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits)
