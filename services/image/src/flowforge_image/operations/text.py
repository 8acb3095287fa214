"""Draw text on a picture: any script, wrapped, sized to fit, with outline, shadow and box.

Arabic, Hebrew, Indic scripts, Chinese, Japanese, Korean and colored emoji are set with fonts that come with
the service. A character that no font has is an error, never an empty box.
"""

import math

from pydantic import Field

from flowforge_image.core.drawing.geometry import Compass, place
from flowforge_image.core.drawing.layering import lay
from flowforge_image.core.drawing.stamps import faded, turned
from flowforge_image.core.encoding.options import PictureForm, PictureReport
from flowforge_image.core.errors import LETTERING, TRANSFORMING
from flowforge_image.core.processing.examples import DOT
from flowforge_image.core.processing.steps import Step, Work
from flowforge_image.core.processing.transforming import RUN, transform
from flowforge_image.core.text.lettering import letter
from flowforge_image.core.text.style import FontSize, TextStyle, Words
from flowforge_image.core.text.typesetting import Lines, Typesetter
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Picture
from servicekit import Cache, FileOutput, operation

_DEFAULT_SIZE = 48


class Text(TextStyle, Step):
    text: Words = Field(description="What is written; line ends are kept.")
    size: FontSize | None = Field(
        None, description="Font size in pixels, by default 48; with 'fit', the largest that is tried."
    )
    fit: bool = Field(
        default=False,
        description="Choose the largest size at which the text fits into 'width' x 'height', words unbroken.",
    )
    width: int | None = Field(
        None, ge=1, le=32_768, description="Width at which lines wrap; by default that of the picture."
    )
    height: int | None = Field(
        None, ge=1, le=32_768, description="With 'fit': height of the text; by default that of the picture."
    )
    gravity: Compass = Field("center", description="Where in the picture the text stands.")
    margin: int = Field(0, ge=0, le=10_000, description="Pixels that stay free at the picture's edges.")
    x: int = Field(0, ge=-32_768, le=32_768, description="Pixels to the right of there.")
    y: int = Field(0, ge=-32_768, le=32_768, description="Pixels below there.")
    angle: float = Field(0, ge=-360, le=360, description="Degrees that it is turned clockwise.")
    opacity: float = Field(1, ge=0, le=1, description="From 0 for invisible to 1 for opaque.")

    def seconds(self, megapixels: float, frames: int) -> float:
        del frames
        return 0.05 + 0.0001 * len(self.text) + 0.05 * megapixels

    def apply(self, picture: Picture, work: Work) -> Picture:
        """Write the text; the picture keeps its size, and what reaches beyond it is left out."""
        lines = self._set(picture, Typesetter.of(work))
        stamp = faded(turned(letter(lines, self), self.angle), self.opacity)
        inner = (picture.width - 2 * self.margin, picture.height - 2 * self.margin)
        left, top = place(inner, (stamp.width, stamp.height), self.gravity)
        left, top = left + self.margin + self.x, top + self.margin + self.y
        if left < 0 or top < 0 or left + stamp.width > picture.width or top + stamp.height > picture.height:
            work.notes.warnings.append(
                f"'text' needs {stamp.width} x {stamp.height} pixels and does not fit into the picture: "
                "what reaches beyond it is left out. Use 'fit', a smaller 'size', or line ends."
            )
        return lay(picture, stamp.image, left - stamp.left, top - stamp.top)

    def _set(self, picture: Picture, typesetter: Typesetter) -> Lines:
        edge = 2 * max(self.box.padding if self.box else 0, math.ceil(self.stroke))
        width = max(1, (self.width or picture.width - 2 * self.margin) - edge)
        if self.fit:
            height = max(1, (self.height or picture.height - 2 * self.margin) - edge)
            lines = typesetter.fit(self.text, self, (width, height), self.size)
        else:
            lines = typesetter.set(self.text, self, self.size or _DEFAULT_SIZE, width)
        return lines if self.width else lines.narrowed


class TextForm(Text, PictureForm):
    pass


@operation(
    "/text",
    errors=(*TRANSFORMING, *LETTERING),
    run=RUN,
    cache=Cache(hours=24),
    example={"file": DOT, "text": "नम", "size": 8, "format": "png"},
)
def write_text(form: TextForm, settings: ImageSettings) -> FileOutput[PictureReport]:
    return transform(form.file, [form], form, settings.limits, fonts=settings.fonts)
