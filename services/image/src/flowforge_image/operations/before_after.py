"""Combine two versions of a picture: side by side, or split by a line, with labels."""

from typing import Literal

from pydantic import Field

from flowforge_image.core.composition.captions import caption
from flowforge_image.core.composition.cells import fitted
from flowforge_image.core.composition.galleries import Place
from flowforge_image.core.drawing.canvas import with_room_for
from flowforge_image.core.drawing.geometry import Compass
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.shapes import rounded_box
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING, UnknownLayer
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.core.text.style import LetterBox, TextStyle, Words
from flowforge_image.core.text.typesetting import Typesetter
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color, Picture
from servicekit import Cache, FileInput, FileOutput, operation

_MARGIN = 0.03  # of the shorter side, between a label and the edges
_LARGEST_LABEL = 0.08
_LABEL_ROOM = 0.4


class BeforeAfter(Step):
    layer: int = Field(0, ge=0, le=9, description="In a pipeline: which of the layers is the second picture.")
    layout: Literal["side", "split"] = Field(
        "side", description="Both whole beside each other, or a part of each in the place of one."
    )
    direction: Literal["horizontal", "vertical"] = Field(
        "horizontal", description="The second picture is to the right, or below."
    )
    position: float = Field(0.5, gt=0, lt=1, description="Split: share of the first picture.")
    line: int = Field(4, ge=0, le=500, description="Width of the line between them, in pixels.")
    line_color: Color = Field(default="white", description="Color of the line between the two versions.")
    before_label: Words | None = Field(None, description="Written on the first picture.")
    after_label: Words | None = Field(None, description="Written on the second one.")
    label_color: Color = Field(default="white", description="Color of the labels.")
    label_box: Color = Field("#00000099", description="Behind the labels, or 'transparent'.")

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Compose; the second picture is scaled and cut to the size of the first."""
        if self.layer >= len(work.layers):
            raise UnknownLayer(layer=self.layer, count=len(work.layers))
        width, height = picture.width, picture.height
        after = fitted(work.layers[self.layer], width, height, "cover", "center").in_memory()
        flat = self.direction == "horizontal"
        if self.layout == "side":
            wide, high = (2 * width + self.line, height) if flat else (width, 2 * height + self.line)
            work.limits.check(wide, high, len(picture.frames))
            second = Place(*((width + self.line, 0) if flat else (0, height + self.line)), width, height)
            first = Place(0, 0, width, height)
            made = self._beside(picture, after, wide, high, second)
        else:
            first, second = self._parts(width, height)
            part = after.frames[0].crop(second.x, second.y, second.width, second.height)
            made = lay(picture, part, second.x, second.y)
            made = self._with_line(made, second)
        return self._labelled(made, first, second, Typesetter.of(work))

    def _beside(self, picture: Picture, after: Picture, wide: int, high: int, second: Place) -> Picture:
        picture, fill = with_room_for(picture.in_color(), self.line_color)
        ground = picture.each(
            lambda frame: frame.embed(0, 0, wide, high, extend="background", background=fill)
        )
        return lay(ground, after.frames[0], second.x, second.y)

    def _parts(self, width: int, height: int) -> tuple[Place, Place]:
        if self.direction == "horizontal":
            cut = min(width - 1, max(1, round(width * self.position))) if width > 1 else 0
            return Place(0, 0, cut, height), Place(cut, 0, width - cut, height)
        cut = min(height - 1, max(1, round(height * self.position))) if height > 1 else 0
        return Place(0, 0, width, cut), Place(0, cut, width, height - cut)

    def _with_line(self, picture: Picture, second: Place) -> Picture:
        if not self.line:
            return picture
        flat = self.direction == "horizontal"
        size = (self.line, picture.height) if flat else (picture.width, self.line)
        back = self.line // 2
        left, top = (second.x - back, 0) if flat else (0, second.y - back)
        return lay(picture, rounded_box(*size, 0, self.line_color), left, top)

    def _labelled(self, picture: Picture, first: Place, second: Place, typesetter: Typesetter) -> Picture:
        whole = [picture.width, picture.height]
        if self.layout == "side":
            whole = [first.width, first.height]
        shorter = min(whole)
        edge = round(shorter * _MARGIN)
        size = max(8.0, shorter * _LARGEST_LABEL)
        style = TextStyle(
            color=self.label_color,
            weight=600,
            align="center",
            box=LetterBox(color=self.label_box, padding=round(size / 4), radius=round(size / 4)),
        )
        far: Compass = "northeast" if self.direction == "horizontal" else "southwest"
        labels: tuple[tuple[str | None, Place, Compass], ...] = (
            (self.before_label, first, "northwest"),
            (self.after_label, second, far),
        )
        for text, place, gravity in labels:
            if text:
                inner = place.inset(edge)
                picture = caption(picture, text, style, typesetter, inner, size=size, gravity=gravity)
        return picture


class BeforeAfterForm(BeforeAfter, PictureForm):
    after: FileInput = Field(description="The second picture.")


@operation(
    "/before-after",
    errors=(*TRANSFORMING, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "after": DOT, "layout": "split", "line": 1},
)
def show_before_after(form: BeforeAfterForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(
        form.file,
        [form],
        form,
        settings.limits,
        layers=[form.after],
        layer_field="after",
        fonts=settings.fonts,
    )
